import { createHash } from 'node:crypto'
import { Failure } from '../failure.ts'
import { MANIFESTS, openRequests, type RegistryAccount, type RegistryAsk } from './registry-requests.ts'

/**
 * A registry over its HTTP interface (OCI distribution specification 1.1): labels move in milliseconds, without images.
 * A repository is its path in the registry, `tiptop/backend`.
 */
export type Registry = {
  /** @param reference a tag, or a digest; @returns `sha256:…`, or null when it is not there */
  digestOf(repository: string, reference: string): Promise<string | null>
  tags(repository: string): Promise<string[]>
  /** points a tag at this digest of the same repository */
  tag(repository: string, digest: string, tag: string): Promise<void>
  /** removes one tag; the image stays under its other tags */
  untag(repository: string, tag: string): Promise<void>
  /** the digests of the images in an index, and of those in them; none for a single image */
  partsOf(repository: string, digest: string): Promise<string[]>
  /** removes an image, and every tag that names it */
  removeManifest(repository: string, digest: string): Promise<void>
  /** makes an image of one repository available in another one under a tag, without uploading it */
  copy(image: { from: string; digest: string; to: string; tag: string }): Promise<void>
}

type Bytes = Uint8Array<ArrayBuffer>
type Manifest = { digest: string; type: string; bytes: Bytes }
/** What a manifest refers to: the blobs of one image, or the manifests of several. */
type Content = { config?: Reference; layers?: Reference[]; manifests?: Reference[] }
type Reference = { digest: string; mediaType: string; size: number; urls?: string[] }

/** @param timeoutMs how long one answer may take */
export function registryAt(account: RegistryAccount, timeoutMs?: number): Registry {
  const ask = openRequests(account, timeoutMs)
  return {
    digestOf: async (repository, reference) => (await findManifest(ask, repository, reference))?.digest ?? null,
    tags: repository => listTags(ask, repository),
    tag: async (repository, digest, tag) =>
      putManifest(ask, repository, tag, await readManifest(ask, repository, digest)),
    untag: (repository, tag) => untag(ask, repository, tag),
    partsOf: (repository, digest) => listParts(ask, repository, digest),
    removeManifest: async (repository, digest) => {
      const to = `retirer ${nameOf(repository, digest)}`
      await ask({ method: 'DELETE', path: `${repository}/manifests/${digest}`, expect: [202, 404], to })
    },
    copy: ({ from, digest, to, tag }) => copyImage(ask, { from, to, digest, under: tag }),
  }
}

/** For dry runs: looks, reports what it would change, and answers from then on as if it had. */
export function dryRegistry(registry: Registry, tell: (line: string) => void): Registry {
  const would = new Map<string, string | null>()
  const label = (repository: string, tag: string, digest: string | null, sentence: string) => {
    would.set(`${repository}:${tag}`, digest)
    tell(sentence)
  }
  return {
    digestOf: async (repository, reference) =>
      would.has(`${repository}:${reference}`)
        ? (would.get(`${repository}:${reference}`) ?? null)
        : registry.digestOf(repository, reference),
    tags: registry.tags,
    tag: async (repository, digest, tag) =>
      label(repository, tag, digest, `étiquetterait ${repository}@${digest} ${tag}`),
    untag: async (repository, tag) => label(repository, tag, null, `retirerait l'étiquette ${repository}:${tag}`),
    partsOf: registry.partsOf,
    removeManifest: async (repository, digest) => tell(`retirerait ${nameOf(repository, digest)} du registre`),
    copy: async ({ from, digest, to, tag }) => label(to, tag, digest, `étiquetterait ${from}@${digest} ${to}:${tag}`),
  }
}

async function findManifest(ask: RegistryAsk, repository: string, reference: string): Promise<Manifest | null> {
  const to = `lire ${nameOf(repository, reference)}`
  const answer = await ask({ path: `${repository}/manifests/${reference}`, expect: [200, 404], to })
  if (answer.status === 404) return null
  const manifest = { type: answer.headers.get('content-type') ?? '', bytes: answer.bytes, digest: sha256(answer.bytes) }
  if (reference.startsWith('sha256:') && manifest.digest !== reference)
    throw new Failure(
      'wrong-answer',
      `Le registre rend pour ${nameOf(repository, reference)} autre chose : ${manifest.digest}.`,
      { hint: 'Son stockage est abîmé : son journal dit pourquoi (docker logs).' },
    )
  return manifest
}

async function readManifest(ask: RegistryAsk, repository: string, reference: string): Promise<Manifest> {
  const manifest = await findManifest(ask, repository, reference)
  if (manifest) return manifest
  throw new Failure('not-there', `${nameOf(repository, reference)} n'est pas dans le registre.`, {
    hint: 'Déployez de nouveau son commit : les images sont construites et envoyées.',
  })
}

async function putManifest(
  ask: RegistryAsk,
  repository: string,
  reference: string,
  { type, bytes }: Omit<Manifest, 'digest'>,
) {
  const to = `écrire ${nameOf(repository, reference)}`
  await ask({ method: 'PUT', path: `${repository}/manifests/${reference}`, body: { type, bytes }, expect: [201], to })
}

/** An index is copied with the images that it names, build attestations included; an image after its blobs. */
async function copyImage(
  ask: RegistryAsk,
  image: { from: string; to: string; digest: string; under: string },
): Promise<void> {
  const { from, to, digest, under } = image
  const manifest = await readManifest(ask, from, digest)
  if (!MANIFESTS.includes(manifest.type))
    throw new Failure('wrong-answer', `${nameOf(from, digest)} n'est pas une image : ${manifest.type}.`, { hint: null })
  const { manifests = [], config, layers = [] } = JSON.parse(Buffer.from(manifest.bytes).toString()) as Content
  for (const part of manifests) await copyImage(ask, { from, to, digest: part.digest, under: part.digest })
  const blobs = [...(config ? [config] : []), ...layers].filter(blob => !blob.urls?.length)
  await Promise.all(blobs.map(blob => mount(ask, { from, to, digest: blob.digest })))
  await putManifest(ask, to, under, manifest)
}

async function listParts(ask: RegistryAsk, repository: string, digest: string): Promise<string[]> {
  const manifest = await findManifest(ask, repository, digest)
  const { manifests = [] } = JSON.parse(Buffer.from(manifest?.bytes ?? encode({})).toString()) as Content
  const parts = manifests.map(async part => [part.digest, ...(await listParts(ask, repository, part.digest))])
  return (await Promise.all(parts)).flat()
}

async function mount(
  ask: RegistryAsk,
  { from, to, digest }: { from: string; to: string; digest: string },
): Promise<void> {
  const path = `${to}/blobs/uploads/?mount=${digest}&from=${encodeURIComponent(from)}`
  const purpose = `reprendre dans ${to} une couche de ${from}`
  const { status, headers } = await ask({ method: 'POST', path, expect: [201, 202], to: purpose })
  if (status === 201) return
  // The registry began an upload instead: the blob is missing, or the user may not read it.
  const upload = headers.get('location')
  if (upload) await ask({ method: 'DELETE', path: upload, expect: [204, 404, 405], to: purpose }).catch(() => {})
  throw new Failure(
    'not-there',
    `La couche ${digest} de ${from} manque dans le registre : l'image n'y est pas entière.`,
    { hint: 'Déployez encore : les images sont construites et envoyées de nouveau.' },
  )
}

async function listTags(ask: RegistryAsk, repository: string): Promise<string[]> {
  const tags: string[] = []
  for (let path: string | null = `${repository}/tags/list?n=1000`; path; ) {
    const { status, headers, bytes } = await ask({
      path,
      expect: [200, 404],
      to: `lire les étiquettes de ${repository}`,
    })
    if (status === 404) break
    tags.push(...((JSON.parse(Buffer.from(bytes).toString()) as { tags: string[] | null }).tags ?? []))
    path = /<([^>]+)>;\s*rel="?next/.exec(headers.get('link') ?? '')?.[1] ?? null
  }
  return tags
}

/**
 * A registry deletes a digest, and every tag on it. So the tag first moves to an image of its own, without content, and
 * that one is deleted. When this stops halfway, doing it again completes it.
 */
async function untag(ask: RegistryAsk, repository: string, tag: string): Promise<void> {
  if (!(await findManifest(ask, repository, tag))) return
  const to = `retirer l'étiquette ${nameOf(repository, tag)}`
  const config = await putEmptyBlob(ask, repository, to)
  const annotations = { 'org.opencontainers.image.description': `${repository}:${tag} n'est plus` }
  const type = 'application/vnd.oci.image.manifest.v1+json'
  const bytes = encode({ schemaVersion: 2, mediaType: type, config, layers: [], annotations })
  await putManifest(ask, repository, tag, { type, bytes })
  await ask({ method: 'DELETE', path: `${repository}/manifests/${sha256(bytes)}`, expect: [202], to })
}

async function putEmptyBlob(ask: RegistryAsk, repository: string, to: string): Promise<Reference> {
  const bytes = encode({})
  const digest = sha256(bytes)
  const { headers } = await ask({ method: 'POST', path: `${repository}/blobs/uploads/`, expect: [202], to })
  const upload = headers.get('location') ?? ''
  const path = `${upload}${upload.includes('?') ? '&' : '?'}digest=${encodeURIComponent(digest)}`
  await ask({ method: 'PUT', path, body: { type: 'application/octet-stream', bytes }, expect: [201], to })
  return { mediaType: 'application/vnd.oci.image.config.v1+json', digest, size: bytes.length }
}

function nameOf(repository: string, reference: string): string {
  return `${repository}${reference.includes(':') ? '@' : ':'}${reference}`
}

function sha256(bytes: Bytes): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}

function encode(value: object): Bytes {
  return new TextEncoder().encode(JSON.stringify(value))
}
