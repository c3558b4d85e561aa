import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { dryRegistry, type Registry, registryAt } from './registry.ts'

const PASSWORD = 'a-password-of-tests'
const DIGEST = `sha256:${'0'.repeat(64)}`
let server: Server
afterEach(() => new Promise(done => server.close(done).closeAllConnections()))

/** A registry that gives the same answer to everything. */
async function answering(answer: (response: ServerResponse) => void, timeoutMs?: number): Promise<Registry> {
  server = createServer((_request, response) => answer(response))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return registryAt({ host: `127.0.0.1:${port}`, user: 'essai', password: PASSWORD }, timeoutMs)
}

/** What is said when it answers so to a look at a tag, or to the removal of one. */
async function said(status: number, body = '', headers: Record<string, string> = {}): Promise<string> {
  const registry = await answering(response => response.writeHead(status, headers).end(body))
  const message = await registry.digestOf('tiptop/backend', 'prod-latest').then(String, (error: Error) => error.message)
  expect(message).toMatch(/^Impossible de lire tiptop\/backend:prod-latest dans le registre 127\.0\.0\.1:\d+ : /)
  expect(message).not.toContain(PASSWORD)
  expect(message).not.toContain(Buffer.from(`essai:${PASSWORD}`).toString('base64'))
  return message.replace(/^.*? : /, '')
}

const errors = (code: string, message = '') => JSON.stringify({ errors: [{ code, message }] })

test('a refused user is shown where to look', async () => {
  expect(await said(401, errors('UNAUTHORIZED'), { 'www-authenticate': 'Basic realm="tiptop"' })).toBe(
    'il refuse « essai ». Vérifiez REGISTRY_USER et secrets/registry-password.',
  )
})

test('a registry that asks for a token without saying where is reported as such', async () => {
  expect(await said(401, errors('UNAUTHORIZED'), { 'www-authenticate': 'Bearer scope="x"' })).toMatch(
    /demande un jeton sans dire où/,
  )
})

test('a user without the right to do this is named', async () => {
  expect(await said(403, errors('DENIED'))).toBe("« essai » n'en a pas le droit. Donnez-le-lui dans le registre.")
})

test('an address at which something else answers is no empty registry', async () => {
  expect(await said(404, '<html>Not Found</html>')).toMatch(/^aucun registre ne répond à cette adresse/)
})

test('a registry whose disk is full is reported as such', async () => {
  expect(await said(500, errors('UNKNOWN', 'write: no space left on device'))).toBe(
    'son disque est plein (500). Faites-y de la place.',
  )
})

test('a registry that is broken is reported with what to read', async () => {
  expect(await said(503)).toBe('il est en panne (503). Lisez ses journaux ; son disque est peut-être plein.')
})

test('a registry that asks for patience is reported as such', async () => {
  expect(await said(429, errors('TOOMANYREQUESTS'))).toMatch(/patienter/)
})

test('an unexpected answer is reported with the words of the registry', async () => {
  expect(await said(400, errors('NAME_INVALID', 'invalid repository name'))).toBe(
    'il répond 400 (NAME_INVALID : invalid repository name).',
  )
})

test.each([
  [401, 'UNAUTHORIZED', 'refused'],
  [403, 'DENIED', 'refused'],
  [404, 'NAME_UNKNOWN', null],
  [429, 'TOOMANYREQUESTS', 'unreachable'],
  [500, 'UNKNOWN', 'unreachable'],
  [507, 'UNKNOWN', 'disk-full'],
  [400, 'NAME_INVALID', 'wrong-answer'],
])('callers distinguish what an answer means by its code: %i %s', async (status, error, code) => {
  const registry = await answering(response => response.writeHead(status).end(errors(error)))
  const look = registry.digestOf('tiptop/backend', 'prod-latest')
  await (code ? expect(look).rejects.toMatchObject({ code }) : expect(look).resolves.toBe(null))
})

test('a registry that does not answer is not waited for without end', async () => {
  const registry = await answering(() => {}, 200)
  await expect(registry.tags('tiptop/backend')).rejects.toThrow(/il n'a pas répondu en 0\.2 s/)
})

test('a registry that hangs up is reported as such', async () => {
  const registry = await answering(response => response.destroy())
  await expect(registry.tags('tiptop/backend')).rejects.toMatchObject({
    code: 'unreachable',
    message: expect.stringContaining('la connexion est coupée'),
  })
})

test('a registry that gives other bytes than the digest says is not believed', async () => {
  const registry = await answering(response => response.writeHead(200).end('{}'))
  await expect(registry.digestOf('tiptop/backend', DIGEST)).rejects.toThrow(/autre chose/)
})

test('a registry that does not delete is reported with the setting that lets it', async () => {
  const registry = await answering(response => {
    const { method, url = '' } = response.req
    if (method === 'DELETE') return response.writeHead(405).end(errors('UNSUPPORTED'))
    const location = url.endsWith('/uploads/') ? { location: `${url}one` } : {}
    return response.writeHead({ GET: 200, POST: 202, PUT: 201 }[method as 'GET'], location).end('{}')
  })
  await expect(registry.untag('tiptop/backend', 'backup-20261123-041500')).rejects.toThrow(
    /REGISTRY_STORAGE_DELETE_ENABLED=true/,
  )
})

test('an upload address on another host is not followed there: the password stays with this registry', async () => {
  const elsewhere: string[] = []
  const stranger = createServer(({ method, headers }, response) => {
    elsewhere.push(`${method} ${headers.authorization}`)
    response.writeHead(201).end()
  })
  await new Promise<void>(resolve => stranger.listen(0, '127.0.0.1', resolve))
  const { port } = stranger.address() as AddressInfo
  const here: string[] = []
  const registry = await answering(response => {
    const { method = '', url = '' } = response.req
    here.push(`${method} ${url.split('?')[0]}`)
    const location = `http://127.0.0.1:${port}/v2/tiptop/backend/blobs/uploads/one`
    const status = { GET: 200, POST: 202, PUT: 201, DELETE: 202 }[method as 'GET']
    response.writeHead(status, method === 'POST' ? { location } : {}).end('{}')
  })
  await registry.untag('tiptop/backend', 'backup-1').finally(() => stranger.close().closeAllConnections())
  expect(elsewhere).toEqual([])
  expect(here).toContain('PUT /v2/tiptop/backend/blobs/uploads/one')
})

test('a label that a dry run would have put is there for the rest of it, and nowhere else', async () => {
  const asked: string[] = []
  const registry = await answering(response => {
    asked.push(`${response.req.method}`)
    response.writeHead(404).end(errors('MANIFEST_UNKNOWN'))
  })
  const told: string[] = []
  const dry = dryRegistry(registry, line => told.push(line))
  await dry.copy({ from: 'tiptop/backend', digest: DIGEST, to: 'tiptop-backups/backend', tag: 'backup-1' })
  expect(await dry.digestOf('tiptop-backups/backend', 'backup-1')).toBe(DIGEST)
  await dry.untag('tiptop-backups/backend', 'backup-1')
  expect(await dry.digestOf('tiptop-backups/backend', 'backup-1')).toBe(null)
  expect(await dry.digestOf('tiptop/backend', 'prod-latest')).toBe(null)
  expect(asked).toEqual(['GET'])
  expect(told).toHaveLength(2)
})
