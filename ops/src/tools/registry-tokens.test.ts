import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTokenRegistry } from '../../test/registry/token-registry.ts'
import { registryAt } from './registry.ts'
import { openAuthorizations } from './registry-tokens.ts'

const account = { user: 'essai', password: 'a-password-of-tests' }
let server: Awaited<ReturnType<typeof openTokenRegistry>>
beforeEach(async () => {
  server = await openTokenRegistry(account)
})
afterEach(() => server.close())

const open = (own = {}) => registryAt({ host: server.host, ...account, ...own })
const manifest = { config: { digest: 'sha256:c' }, layers: [{ digest: 'sha256:a' }, { digest: 'sha256:b' }] }

test('a registry that asks for a token gets one for the scope that it names', async () => {
  const digest = server.put('tiptop/backend', 'prod-latest', manifest)
  expect(await open().digestOf('tiptop/backend', 'prod-latest')).toBe(digest)
  expect(server.fetched).toEqual([{ scopes: ['repository:tiptop/backend:pull'], service: 'registry.test' }])
})

test('one token serves all requests of its scope, which do not carry the password', async () => {
  server.put('tiptop/backend', 'prod-latest', manifest)
  const registry = open()
  await registry.digestOf('tiptop/backend', 'prod-latest')
  await registry.digestOf('tiptop/backend', 'absent')
  await registry.digestOf('tiptop/frontend', 'absent')
  expect(server.fetched.map(({ scopes }) => scopes)).toEqual([
    ['repository:tiptop/backend:pull'],
    ['repository:tiptop/frontend:pull'],
  ])
  expect(server.seen.map(({ scheme }) => scheme)).toEqual(['Basic', 'Bearer', 'Bearer', 'Basic', 'Bearer'])
})

test('a copy between repositories gets a token that holds the rights on both, once for all its layers', async () => {
  const digest = server.put('tiptop/backend', 'prod-latest', manifest)
  await open().copy({ from: 'tiptop/backend', digest, to: 'tiptop-backups/backend', tag: 'backup-1' })
  expect(await open().digestOf('tiptop-backups/backend', 'backup-1')).toBe(digest)
  const copying = server.fetched.slice(0, -1).map(({ scopes }) => scopes.join(' '))
  expect(copying).toEqual([
    'repository:tiptop/backend:pull',
    'repository:tiptop-backups/backend:pull,push repository:tiptop/backend:pull',
    'repository:tiptop-backups/backend:pull,push',
  ])
})

test('a token that has expired is replaced', async () => {
  server.given.seconds = 0
  const registry = open()
  expect(await registry.digestOf('tiptop/backend', 'a')).toBe(null)
  expect(await registry.digestOf('tiptop/backend', 'b')).toBe(null)
  expect(server.fetched).toHaveLength(2)
})

test('a token without the right that a request needs is reported as a missing right', async () => {
  server.given.rights = []
  await expect(open().digestOf('tiptop/backend', 'prod-latest')).rejects.toThrow(/« essai » n'en a pas le droit/)
  expect(server.fetched).toHaveLength(1)
})

test('a wrong password is reported as such by the token server too, without the password', async () => {
  const refused = await open({ password: 'not-the-password' })
    .tags('tiptop/backend')
    .catch((error: Error) => error)
  expect(String(refused)).toContain('il refuse « essai ». Vérifiez REGISTRY_USER et secrets/registry-password.')
  expect(String(refused)).not.toContain('not-the-password')
})

test.each([
  [{ status: 503 }, /son serveur de jetons \(127\.0\.0\.1:\d+\) répond 503/, 'journaux'],
  [{ status: 200, body: '<html>' }, /ne donne pas de jeton/, 'realm'],
])('a token server that answers %j is named as the reason, with what to do next', async (fault, why, next) => {
  server.given.fault = fault
  await expect(open().tags('tiptop/backend')).rejects.toMatchObject({
    message: expect.stringMatching(why),
    hint: expect.stringContaining(next),
  })
})

test('the password goes to no token server without TLS when the registry is not on this machine', async () => {
  const authorizations = openAuthorizations(new URL('https://registry.test/v2/'), { ...account, timeoutMs: 1_000 })
  const challenge = `Bearer realm="http://${server.host}/token",service="s",scope="repository:a:pull"`
  await expect(authorizations.renew('GET a', challenge, '')).rejects.toThrow(/ne parle pas TLS/)
  expect(server.seen).toEqual([])
})
