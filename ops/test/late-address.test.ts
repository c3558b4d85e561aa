import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, expect, test, vi } from 'vitest'
import { freePort } from '../../scripts/embedded-postgres.ts'
import { startNginx } from '../../scripts/nginx/nginx.ts'

const ENVIRONMENTS = join(import.meta.dirname, '..', '..', 'environments')
/** How late the name server of an engine on a starved server was. */
const LATE_MS = 2_500

const undo: (() => unknown)[] = []
afterAll(async () => {
  for (const one of undo.reverse()) await one()
})

test.each(['server', 'front'])('an address that the engine gives late loses no request of %s/nginx.conf', async of => {
  const release = createServer((_, response) => response.end('served')).listen(0, '127.0.0.1')
  await once(release, 'listening')
  undo.push(() => release.close())
  const { port } = release.address() as AddressInfo
  const door = await openDoorOf(of, port)
  expect(await (await fetch(door)).text()).toBe('served')
})

/** An nginx that finds a release as this file has it, with a name server that answers late. @returns its address */
async function openDoorOf(file: string, release: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tiptop-late-'))
  undo.push(() => rm(folder, { recursive: true }))
  const own = (await readFile(join(ENVIRONMENTS, file, 'nginx.conf'), 'utf8')).match(/^ +resolver.*;$/gm) ?? []
  const resolving = own
    .slice(-2)
    .join('\n')
    .replace('127.0.0.11', `127.0.0.1:${await openNameServer()}`)
  const [port, configuration] = [await freePort(), join(folder, 'nginx.conf')]
  const scratch = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(of => `${of}_temp_path ${folder}/${of};`)
  await writeFile(
    configuration,
    `pid ${folder}/pid; error_log /dev/null; events {}
    http {
      ${scratch.join(' ')} access_log off;
      ${resolving}
      server { listen 127.0.0.1:${port}; set $colour blue; location / { proxy_pass http://backend-$colour:${release}; } }
    }`,
  )
  const { stop } = await startNginx(configuration)
  undo.push(stop)
  await vi.waitFor(
    () => fetch(`http://127.0.0.1:${port}`, { method: 'HEAD', signal: AbortSignal.timeout(500) }).catch(refusal),
    10_000,
  )
  return `http://127.0.0.1:${port}`
}

/** nginx listens once it no longer refuses: it may well be waiting for its name server then. */
function refusal(error: Error): void {
  if (error.name !== 'TimeoutError') throw error
}

/** Says of each name that it is here, late. @returns its port */
async function openNameServer(): Promise<number> {
  const socket = createSocket('udp4')
  socket.on('message', async (asked, { port, address }) => {
    await pause(LATE_MS)
    const header = Buffer.from([...asked.subarray(0, 2), 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0])
    const here = Buffer.from([0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 0, 2, 0, 4, 127, 0, 0, 1])
    socket.send(Buffer.concat([header, asked.subarray(12), here]), port, address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  undo.push(() => socket.close())
  return socket.address().port
}
