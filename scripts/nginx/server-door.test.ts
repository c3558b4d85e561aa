import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { connect as connectTls, type SecureVersion } from 'node:tls'
import { afterAll, expect, test } from 'vitest'
import { openServerDoor, SITE } from './server-door.ts'

/** As `htpasswd -nB` writes it for « essai-de-salle ». */
const KEYS = 'astreinte:$2y$04$5oDqQJ/kTfNxvwmMXz3LDewRrBZ3f27yIfZiG85jiBGJTqYSFyIba\n'
const [HONEST, HOSTILE] = ['127.0.0.9', '127.0.66.1']
/** As many connections as environments/server/nginx.conf gives an address. */
const CONNECTIONS = 512

const backend = createServer((_request, response) => response.end('{}')).listen(0, '127.0.0.1')
await once(backend, 'listening')
const { port } = backend.address() as AddressInfo
const door = await openServerDoor({ backend: port, frontend: port, controlPassword: KEYS })
afterAll(async () => {
  await door.stop()
  backend.closeAllConnections()
  backend.close()
})

type Asking = { headers?: Record<string, string>; from?: string; method?: string; body?: string }

/** Asks as a visitor with a connection of its own does. */
async function ask(path: string, { headers = {}, from = HONEST, method = 'GET', body }: Asking = {}) {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const options = { host: '127.0.0.1', port: door.https, localAddress: from, servername: SITE, agent: false }
    request({ ...options, path, method, headers: { host: SITE, ...headers }, rejectUnauthorized: false }, resolve)
      .once('error', reject)
      .end(body)
  })
  return { status: answer.statusCode, headers: answer.headers, body: await text(answer) }
}

/** Opens connections that send these bytes and then say nothing. @returns those that are still open */
async function holdOpen(count: number, bytes: Buffer, to = door.https): Promise<Socket[]> {
  const all = Array.from({ length: count }, () => connect({ host: '127.0.0.1', port: to, localAddress: HOSTILE }))
  await Promise.all(
    all.map(async socket => {
      socket.on('error', () => {})
      await once(socket, 'connect')
      socket.resume().write(bytes)
    }),
  )
  const open = () => all.filter(socket => !socket.destroyed && !socket.readableEnded)
  await expect.poll(() => open().length, { timeout: 5_000 }).toBeLessThanOrEqual(CONNECTIONS)
  return open()
}

async function leave(sockets: Socket[]): Promise<void> {
  for (const socket of sockets) socket.destroy()
  await Promise.all(sockets.map(socket => socket.closed || once(socket, 'close')))
}

/** The first bytes of a real handshake. */
async function halfHandshake(): Promise<Buffer> {
  const ear = createServer().listen(0, '127.0.0.1')
  await once(ear, 'listening')
  const listening = once(ear, 'connection') as Promise<[Socket]>
  const visitor = connectTls({ port: (ear.address() as AddressInfo).port, servername: SITE }).on('error', () => {})
  const [heard] = await listening
  heard.removeAllListeners('data')
  const [bytes] = (await once(heard, 'data')) as [Buffer]
  visitor.destroy()
  ear.close()
  return bytes
}

const handshake = await halfHandshake()
test.each<[string, Buffer, number]>([
  ['half handshakes', handshake, door.https],
  ['handshakes that stop in their first bytes', handshake.subarray(0, 3), door.https],
  ['connections without TLS that never end their request', Buffer.from('GET / HTTP/1.1\r\n'), door.http],
])('%s from one address take their share of connections and leave the others theirs', async (_what, bytes, to) => {
  const held = await holdOpen(CONNECTIONS + 200, bytes, to)
  expect(held.length).toBeGreaterThan(CONNECTIONS / 2)
  expect((await ask('/')).status).toBe(200)
  await expect(ask('/', { from: HOSTILE })).rejects.toThrow()
  await leave(held)
  await expect
    .poll(() =>
      ask('/', { from: HOSTILE }).then(
        ({ status }) => status,
        () => 0,
      ),
    )
    .toBe(200)
})

test('the backend learns the address of a visitor, who cannot name another one', async () => {
  const seen = once(backend, 'request') as Promise<[IncomingMessage]>
  await ask('/api/contest', { headers: { 'x-forwarded-for': '203.0.113.9' } })
  expect((await seen)[0].headers['x-forwarded-for']).toBe(HONEST)
})

const as = (password: string) => ({
  authorization: `Basic ${Buffer.from(`astreinte:${password}`).toString('base64')}`,
})

test('a wrong password closes the control room to its address for a moment, and to no other', async () => {
  const enter = async (password: string, from: string) =>
    (await ask('/exploitation/', { headers: as(password), from })).status
  const rush = await Promise.all(Array.from({ length: 40 }, (_, n) => enter(`guess-${n}`, HOSTILE)))
  expect(new Set(rush)).toEqual(new Set([401]))
  expect(await enter('essai-de-salle', HOSTILE)).toBe(401)
  for (let times = 0; times < 30; times++) expect(await enter('essai-de-salle', HONEST)).toBe(200)
  await expect.poll(() => enter('essai-de-salle', HOSTILE), { timeout: 6_000, interval: 500 }).toBe(200)
  const lines = (await readFile(join(door.folder, 'access.log'), 'utf8')).trim().split('\n').slice(-80)
  expect(lines.filter(line => line.includes('"cache":"HIT"')).length).toBeGreaterThan(30)
})

test('a browser that asks for the control room without a password is asked for one, and this costs it nothing', async () => {
  for (let times = 0; times < 10; times++) expect((await ask('/exploitation')).status).toBe(401)
  const { status, headers, body } = await ask('/exploitation', { headers: as('essai-de-salle') })
  expect([status, body]).toEqual([200, '<title>Salle de contrôle</title>'])
  expect(headers).toMatchObject({ 'cache-control': 'no-store', 'strict-transport-security': 'max-age=63072000' })
  expect((await ask('/exploitation/', { method: 'POST', headers: as('essai-de-salle') })).status).toBe(403)
})

test('cookies that exceed what is read are taken away, so that the next request is answered', async () => {
  const { status, headers } = await ask('/', { headers: { cookie: `other=${'x'.repeat(9_000)}` } })
  expect([status, headers['clear-site-data']]).toEqual([400, '"cookies"'])
})

test('V9.1.3 only TLS 1.2 and TLS 1.3 are spoken, and the newer one is preferred', async () => {
  const speak = (version?: SecureVersion) =>
    new Promise<string | null>(resolve => {
      const limits = version && { minVersion: version, maxVersion: version, ciphers: 'DEFAULT:@SECLEVEL=0' }
      const options = { host: '127.0.0.1', port: door.https, localAddress: HONEST, servername: SITE }
      const socket = connectTls({ ...options, rejectUnauthorized: false, ...limits }, () => {
        resolve(socket.getProtocol())
        socket.destroy()
      }).once('error', () => resolve(null))
    })
  expect([await speak(), await speak('TLSv1.2')]).toEqual(['TLSv1.3', 'TLSv1.2'])
  expect([await speak('TLSv1.1'), await speak('TLSv1')]).toEqual([null, null])
})

test('V9.1.1 without TLS there is nothing but the way to TLS', async () => {
  const answer = await fetch(`http://127.0.0.1:${door.http}/api/me`, { redirect: 'manual' })
  expect([answer.status, answer.headers.get('location')]).toEqual([301, 'https://127.0.0.1/api/me'])
})

test('V12.1.1 a body that no request needs is refused before the backend reads it', async () => {
  let reached = 0
  backend.on('request', () => reached++)
  expect((await ask('/api/plays', { method: 'POST', body: 'x'.repeat(70_000) })).status).toBe(413)
  expect(reached).toBe(0)
})
