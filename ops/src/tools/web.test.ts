import { rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { reached } from '../../../scripts/diagrams/reached.ts'
import { makeCertificate } from '../../test/certificate.ts'
import { openDoor } from '../../test/door.ts'
import { dryWeb, openWeb } from './web.ts'

const opened: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const { close } of opened.splice(0)) await close()
})

async function open(...given: Parameters<typeof openDoor>) {
  const door = await openDoor(...given)
  opened.push(door)
  return { ...door, web: await openWeb(door.site) }
}

const API = 'https://api.tiptop.test'

test('an environment is asked by its names through the door of this server, whatever DNS says [2.4/AI]', async () => {
  const { web, asked } = await open(() => ({ status: 418, body: 'théière' }))
  expect(await web.read(`${API}/health?a=1`)).toMatchObject({ status: 418, body: 'théière', cookies: [] })
  expect(asked).toMatchObject([
    { method: 'GET', host: 'api.tiptop.test', server: 'api.tiptop.test', path: '/health?a=1', body: '' },
  ])
  expect(asked[0]?.headers).toMatchObject({ connection: 'close' })
  reached('2.4/AI')
})

test('an address with a port of its own is still asked at the door of this server', async () => {
  const { web, asked } = await open()
  expect(await web.read(`${API}:8443/health`)).toMatchObject({ status: 200 })
  expect(asked).toMatchObject([{ host: 'api.tiptop.test:8443', server: 'api.tiptop.test' }])
})

test('a change says that it comes from the site, with its body and the caller’s cookies', async () => {
  const { web, asked } = await open(() => ({ status: 201, body: { won: true } }))
  const request = { body: { code: 'A' }, cookies: ['a=1', 'b=2'], expect: 201 }
  expect(await web.send(`${API}/plays`, request)).toMatchObject({ status: 201, body: '{"won":true}' })
  expect(asked).toMatchObject([{ method: 'POST', body: '{"code":"A"}' }])
  expect(asked[0]?.headers).toMatchObject({
    'content-type': 'application/json',
    cookie: 'a=1; b=2',
    origin: 'https://tiptop.test',
  })
})

test('another status than the expected one is reported with the code and the sentence of the problem', async () => {
  const problem = { code: 'ticket-already-played', title: 'The ticket was played', detail: 'Ce ticket est joué.' }
  const { web } = await open(() => ({ status: 409, body: problem }))
  await expect(web.send(`${API}/plays`, { body: {}, expect: 201 })).rejects.toThrow(
    `POST ${API}/plays : 409 au lieu de 201 (ticket-already-played : Ce ticket est joué.)`,
  )
})

test('cookies are those that a browser keeps for this name', async () => {
  const lines = [
    'session=abc; Path=/; HttpOnly; Secure; Domain=tiptop.test',
    'here=1',
    'gone=; Max-Age=0',
    'elsewhere=1; Domain=autre.test',
    'lookalike=1; Domain=op.test',
  ]
  const { web } = await open(() => ({ headers: { 'set-cookie': lines } }))
  expect((await web.read(`${API}/me`)).cookies).toEqual(['session=abc', 'here=1'])
})

test.each([
  [{ names: ['autre.test'] }, 'le certificat n’est pas pour api.tiptop.test, mais pour autre.test'],
  [{ expired: true }, 'le certificat a expiré'],
])('a certificate %j is refused, with the reason', async (certificate, why) => {
  const { web, asked, port } = await open(undefined, { certificate })
  await expect(web.read(`${API}/health`)).rejects.toThrow(`GET ${API}/health par 127.0.0.1:${port} : ${why}`)
  expect(asked).toEqual([])
})

test('a certificate that is neither of a known authority nor the one of this environment is refused', async () => {
  const { target, site } = await open()
  await makeCertificate(target.home.tls)
  const web = await openWeb(site)
  await expect(web.read(`${API}/health`)).rejects.toThrow('n’est signé par aucune autorité reconnue')
})

test('a connection that is cut, an answer that does not come and a door that is shut are distinguished', async () => {
  const { web, close, port } = await open(({ path }) => (path === '/cut' ? 'cut' : 'never'))
  await expect(web.read(`${API}/cut`)).rejects.toThrow('la connexion a été coupée')
  await expect(web.read(`${API}/slow`, { timeoutMs: 50 })).rejects.toThrow('pas de réponse en 0.05 s')
  await close()
  opened.pop()
  await expect(web.read(`${API}/health`)).rejects.toThrow(`127.0.0.1:${port} : personne n’écoute`)
})

test('something that does not speak TLS is reported', async () => {
  const plain = createServer((_request, response) => response.end())
  await new Promise<void>(resolve => plain.listen(0, '127.0.0.1', resolve))
  const { port } = plain.address() as AddressInfo
  const { web } = await open(undefined, { settings: { HTTPS_PORT: String(port) } })
  await expect(web.read(`${API}/health`)).rejects.toThrow('ce n’est pas du TLS')
  plain.close()
})

test('a request is given up when the procedure is asked to stop', async () => {
  const arrived = Promise.withResolvers<void>()
  const { web } = await open(() => {
    arrived.resolve()
    return 'never'
  })
  const stop = new AbortController()
  const waiting = web.read(`${API}/health`, { signal: stop.signal, timeoutMs: 60_000 })
  await Promise.race([arrived.promise, waiting])
  stop.abort(new Error('arrêt demandé'))
  await expect(waiting).rejects.toThrow('arrêt demandé')
})

test('while maintenance is on, the operator passes the page, except when looking as a visitor', async () => {
  const { web, asked, target } = await open()
  const pass = join(target.home.flags, `pass-${'a'.repeat(32)}`)
  await writeFile(pass, '')
  await web.read(`${API}/health`)
  await web.read(`${API}/health`, { asVisitor: true })
  await rm(pass)
  await web.read(`${API}/health`)
  expect(asked.map(({ headers }) => headers['x-tiptop-pass'])).toEqual(['a'.repeat(32), undefined, undefined])
})

test('a dry run looks, and reports what it would send', async () => {
  const { web, asked } = await open(() => ({ body: 'vu' }))
  const told: string[] = []
  const dry = dryWeb(web, line => told.push(line))
  expect(await dry.read(`${API}/contest`)).toMatchObject({ status: 200, body: 'vu' })
  expect(await dry.send(`${API}/plays`, { expect: 201, pretend: { won: true } })).toMatchObject({
    status: 201,
    body: '{"won":true}',
  })
  expect(await dry.read(`${API}/health`, { pretend: { status: 'ok' } })).toMatchObject({ body: '{"status":"ok"}' })
  expect(asked.map(({ path }) => path)).toEqual(['/contest'])
  expect(told).toEqual([`enverrait : POST ${API}/plays`, `demanderait : ${API}/health`])
})
