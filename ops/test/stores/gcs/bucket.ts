import { createHash } from 'node:crypto'
import { Refusal } from './refusal.ts'

type Stored = { content: Buffer; at: Date; generation: number; metadata: Record<string, string> }

export type Bucket = ReturnType<typeof openBucket>

/** Fewer than any client asks for, so that each asks again. */
const PAGE = 3

/**
 * Objects as Cloud Storage keeps them: an object appears as a whole or not at all. Replacing one removes the former, which
 * needs the permission to remove, and an object that is old enough.
 * @see https://cloud.google.com/storage/docs/json_api/v1/objects
 * @param base where this server is found: objects say by themselves where their content is
 */
export function openBucket(name: string, base: string) {
  const objects = new Map<string, Stored>()
  const permissions = new Set(['create', 'get', 'list', 'delete'])
  let retentionDays = 0
  let generation = 1

  const need = (permission: string, key: string) => {
    if (permissions.has(permission)) return
    const denied = `Permission 'storage.objects.${permission}' denied on resource (or it may not exist).`
    const message = `the account does not have storage.objects.${permission} access to ${name}/${key}. ${denied}`
    throw new Refusal(403, 'forbidden', message)
  }
  const found = (key: string): Stored => {
    const stored = objects.get(key)
    if (!stored) throw new Refusal(404, 'notFound', `No such object: ${name}/${key}`)
    return stored
  }
  const expectRemovable = (key: string) => {
    need('delete', key)
    const until = new Date(found(key).at.getTime() + retentionDays * 86_400_000)
    if (until <= new Date()) return
    const when = `cannot be deleted or overwritten until ${until.toISOString()}`
    throw new Refusal(
      403,
      'retentionPolicyNotMet',
      `Object '${name}/${key}' is subject to bucket's retention policy and ${when}`,
    )
  }
  const described = (key: string, { content, at, generation, metadata }: Stored) => ({
    kind: 'storage#object',
    id: `${name}/${key}/${generation}`,
    bucket: name,
    name: key,
    generation: String(generation),
    size: String(content.length),
    md5Hash: createHash('md5').update(content).digest('base64'),
    timeCreated: at.toISOString(),
    updated: at.toISOString(),
    contentType: 'application/octet-stream',
    metadata,
    mediaLink: `${base}/download/storage/v1/b/${name}/o/${encodeURIComponent(key)}?generation=${generation}&alt=media`,
  })

  return {
    name,
    /** says beforehand what {@link insert} would refuse */
    expectInsertable(key: string) {
      need('create', key)
      if (objects.has(key)) expectRemovable(key)
    },
    insert(key: string, content: Buffer, metadata: Record<string, string>) {
      this.expectInsertable(key)
      const stored = { content, at: new Date(), generation: generation++, metadata }
      objects.set(key, stored)
      return described(key, stored)
    },
    describe(key: string) {
      need('get', key)
      return described(key, found(key))
    },
    content(key: string) {
      need('get', key)
      return found(key).content
    },
    /** @param delimiter what is behind the next one of these is listed as one prefix; the empty text lists every object */
    list(prefix: string, delimiter: string, from: string) {
      need('list', prefix)
      const entryOf = (key: string) => {
        const end = delimiter ? key.indexOf(delimiter, prefix.length) : -1
        return end < 0 ? key : key.slice(0, end + 1)
      }
      const under = [...objects.keys()].filter(key => key.startsWith(prefix))
      const entries = [...new Set(under.map(entryOf))].filter(entry => entry >= from).sort()
      const page = entries.slice(0, PAGE)
      return {
        kind: 'storage#objects',
        items: page.filter(entry => objects.has(entry)).map(key => described(key, found(key))),
        prefixes: page.filter(entry => !objects.has(entry)),
        ...(entries[PAGE] && { nextPageToken: entries[PAGE] }),
      }
    },
    remove(key: string) {
      found(key)
      expectRemovable(key)
      objects.delete(key)
    },
    /** without a request */
    tamper: (key: string, content: Buffer) =>
      objects.set(key, { content, at: new Date(), generation: generation++, metadata: {} }),
    keys: () => [...objects.keys()].sort(),
    deny: (permission: 'create' | 'get' | 'list' | 'delete') => permissions.delete(permission),
    allow: (permission: 'create' | 'get' | 'list' | 'delete') => permissions.add(permission),
    retain(days: number) {
      retentionDays = days
    },
  }
}
