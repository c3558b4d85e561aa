import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

/** What its token server answers instead of a token. */
type TokenFault = { status: number; body?: string }

/**
 * A registry that lets in by tokens alone, as Docker Hub's and GitLab's do, with its token server at another port. Both
 * look: the token server at name, password and scope, the registry at whether the token holds what the request needs.
 */
export async function openTokenRegistry({ user, password }: { user: string; password: string }) {
  const basic = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
  const tokens = new Map<string, string[]>()
  const manifests = new Map<string, { type: string; bytes: Buffer }>()
  const seen: { method: string; path: string; scheme: string }[] = []
  const fetched: { scopes: string[]; service: string | null }[] = []
  const given = {
    seconds: undefined as number | undefined,
    rights: null as string[] | null,
    fault: null as TokenFault | null,
  }

  const tokenServer = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://localhost')
    const scopes = url.searchParams.getAll('scope')
    if (request.headers.authorization !== basic) return void response.writeHead(401).end('{}')
    fetched.push({ scopes, service: url.searchParams.get('service') })
    if (given.fault) return void response.writeHead(given.fault.status).end(given.fault.body)
    const token = `token-${tokens.size + 1}`
    tokens.set(token, given.rights ?? scopes)
    response.end(JSON.stringify({ token, ...(given.seconds !== undefined && { expires_in: given.seconds }) }))
  })
  const tokenUrl = await listen(tokenServer)

  const registry = createServer((request, response) => void serve(request, response))
  const url = await listen(registry)

  async function serve(request: IncomingMessage, response: ServerResponse) {
    const { method = '', url: path = '', headers } = request
    const [scheme = '', token = ''] = (headers.authorization ?? '').split(' ')
    seen.push({ method, path, scheme })
    const body = await buffer(request)
    const needed = scopesFor(method, path)
    const held = scheme === 'Bearer' ? (tokens.get(token) ?? []) : []
    if (!needed.every(scope => held.includes(scope))) {
      const challenge = `Bearer realm="${tokenUrl}/token",service="registry.test",scope="${needed.join(' ')}"`
      const code = scheme === 'Bearer' ? 'DENIED' : 'UNAUTHORIZED'
      response.writeHead(401, { 'www-authenticate': challenge })
      return void response.end(JSON.stringify({ errors: [{ code }] }))
    }
    const [, repository, reference] = /^\/v2\/(.+)\/manifests\/(.+)$/.exec(path) ?? []
    if (method === 'PUT' && repository) {
      const stored = { type: headers['content-type'] ?? '', bytes: body }
      for (const name of [reference, sha256(body)]) manifests.set(`${repository}:${name}`, stored)
      return void response.writeHead(201).end()
    }
    if (method === 'POST') return void response.writeHead(201).end()
    const found = manifests.get(`${repository}:${reference}`)
    if (!found) return void response.writeHead(404).end('{"errors":[{"code":"MANIFEST_UNKNOWN"}]}')
    response.writeHead(200, { 'content-type': found.type }).end(found.bytes)
  }

  return {
    host: new URL(url).host,
    /** what the token server does from now on */
    given,
    seen,
    fetched,
    put: (repository: string, tag: string, manifest: object) => {
      const bytes = Buffer.from(JSON.stringify(manifest))
      const stored = { type: 'application/vnd.oci.image.manifest.v1+json', bytes }
      for (const name of [tag, sha256(bytes)]) manifests.set(`${repository}:${name}`, stored)
      return sha256(bytes)
    },
    async close() {
      for (const server of [registry, tokenServer])
        await new Promise(resolve => server.close(resolve).closeAllConnections())
    },
  }
}

/** What a request needs, as the registry of the Distribution project asks for it. */
function scopesFor(method: string, path: string): string[] {
  const [repository = ''] = path.replace('/v2/', '').split(/\/(?:manifests|blobs|tags)\//)
  const from = new URL(path, 'http://localhost').searchParams.get('from')
  const actions = { GET: 'pull', DELETE: 'delete' }[method] ?? 'pull,push'
  return [`repository:${repository}:${actions}`, ...(from ? [`repository:${from}:pull`] : [])]
}

const sha256 = (bytes: Buffer) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`

async function listen(server: ReturnType<typeof createServer>): Promise<string> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
