import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { run } from '../../machine/run.ts'
import { application } from '../application.ts'
import { until } from '../waiting.ts'
import { deriveImage, installEnvironment, startRelease } from './environment.ts'
import { openScratch } from './one-server.ts'
import { visitor, visitorOfHttp2 } from './visitor.ts'

const SITE = 'https://tiptop.test'
const API = 'https://api.tiptop.test'
const FORMER_SCRIPT = '/_astro/of-the-former.release.js'
/** Of a release that Next built. */
const NEXT_SCRIPT = '/_next/static/chunks/of-next.js'

const { project, homes, close } = await openScratch()
const home = homes.prod
const former = `${project}/frontend:former`
const door = `${home.stack}-infra-nginx-1`
const flag = (name: string) => join(home.flags, name)
afterAll(async () => {
  await close()
  await run(['docker', 'image', 'rm', '--force', former])
})

/** As `htpasswd -nB` writes it for « essai-de-salle ». */
const keys = 'astreinte:$2y$04$5oDqQJ/kTfNxvwmMXz3LDewRrBZ3f27yIfZiG85jiBGJTqYSFyIba'
await mkdir(join(home.folder, 'secrets'), { recursive: true, mode: 0o750 })
await writeFile(home.secret('control-password'), `${keys}\n`)
await installEnvironment(home)
const scripts = `USER root
RUN echo 'let former' >public${FORMER_SCRIPT} && install -D public${FORMER_SCRIPT} /srv/static${NEXT_SCRIPT}
USER 1000:1000`
const blue = await startRelease(home, 'blue', { frontend: await deriveImage(former, application.frontend, scripts) })
await startRelease(home, 'green')
const [, port] = (await run(['docker', 'port', door, '443/tcp'])).split(':')
const visit = await visitor(home, Number(port))
const visitByHttp2 = await visitorOfHttp2(home, Number(port))

test('a file decides which release serves, and nothing is reloaded', async () => {
  await visit(`${API}/contest`)
  await writeFile(flag('green.on'), '')
  await visit(`${API}/contest`)
  expect((await linesOf('/contest', 2)).map(({ colour }) => colour)).toEqual(['blue', 'green'])
})

test('an open tab of a former release still loads its scripts when that release is gone', async () => {
  await blue('down', '--timeout', '10')
  for (const script of [FORMER_SCRIPT, NEXT_SCRIPT]) {
    const { status, body, headers } = await visit(SITE + script)
    expect({ status, body }).toEqual({ status: 200, body: 'let former\n' })
    expect(headers['cache-control']).toContain('immutable')
  }
  expect((await visit(`${SITE}/_astro/of-no-release.js`)).status).toBe(404)
})

test('browsers get pages and scripts in the coding that they prefer, whatever the one before them accepts', async () => {
  const { body } = await visit(`${SITE}/jeu`)
  const [script = ''] = /\/_astro\/[^"]+\.js/.exec(body) ?? []
  for (const accepted of ['br', 'gzip', 'br', ''])
    for (const path of ['/jeu', script]) {
      const { headers } = await visit(SITE + path, { headers: { 'accept-encoding': accepted } })
      expect([path, headers['content-encoding'] ?? '', headers.vary]).toEqual([path, accepted, 'Accept-Encoding'])
    }
})

test('pages are kept for a moment, by colour, and browsers ask each time', async () => {
  const first = await visit(`${SITE}/reglement`)
  const second = await visit(`${SITE}/reglement`)
  expect([first.status, first.headers['cache-control']]).toEqual([200, 'no-cache'])
  expect(second.body).toBe(first.body)
  expect((await linesOf('/reglement', 2)).map(({ cache }) => cache)).toEqual(['MISS', 'HIT'])
})

test.each(['/employe', '/admin', '/en/admin/tickets'])('%s is never cached', async path => {
  for (const _again of [1, 2]) {
    const { status, headers } = await visit(SITE + path)
    expect([status, headers['cache-control']]).toEqual([307, 'private, no-store'])
    expect(headers.location).toMatch(/^\/(en\/)?connexion\?suite=/)
  }
  expect((await linesOf(path, 2)).map(({ cache }) => cache)).toEqual(['', ''])
})

test('the API answers under the site as under its own name', async () => {
  for (const path of ['/health', '/auth/options', '/nowhere']) {
    const [ofSite, ofApi] = [await visit(`${SITE}/api${path}`), await visit(API + path)]
    const kind = ({ status, headers }: typeof ofSite) => [status, headers['content-type']]
    expect(kind(ofSite), path).toEqual(kind(ofApi))
  }
  expect((await visit(`${SITE}/api/health`)).status).toBe(200)
  const { headers } = await visit(`${SITE}/api/auth/google?suite=/mes-gains`)
  expect(headers.location).toContain('suite=%2Fmes-gains')
  expect((await visit(`${API}/jeu`)).headers['content-type']).toContain('application/problem+json')
  expect((await visit(`${SITE}/apis/health`)).headers['content-type']).toContain('text/html')
})

test('each host gives and takes back its own cookie alone, over HTTP/2 too', async () => {
  const asking = { method: 'POST', headers: { origin: SITE } }
  const cookiesOf = async (url: string) =>
    [await visit(url, asking).then(({ headers }) => headers), await visitByHttp2(url, asking)].map(headers =>
      [headers['set-cookie'] ?? []].flat().map(line => line.split('=')[0]),
    )
  const own = ['__Host-tiptop_session']
  for (const url of [`${SITE}/api/auth/logout`, `${API}/auth/logout`]) expect(await cookiesOf(url)).toEqual([own, own])
})

test('figures are not for the outside', async () => {
  for (const url of [`${API}/metrics`, `${SITE}/api/metrics`, `${SITE}/api//metrics`, `${SITE}/api/x/..%2fmetrics`]) {
    const { status, body } = await visit(url)
    expect([status, JSON.parse(body).code]).toEqual([404, 'not-found'])
  }
})

test('each header that protects is sent once, on the site and on its API', async () => {
  const ofApi = [`${SITE}/api/contest`, `${API}/contest`, `${API}/metrics`]
  for (const url of [`${SITE}/`, `${SITE}/employe`, SITE + FORMER_SCRIPT, SITE + NEXT_SCRIPT, ...ofApi]) {
    const { headers } = await visit(url)
    expect(headers['strict-transport-security']).toBe('max-age=63072000')
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers.server).toBe('nginx')
  }
})

test('the log says of each request its status and its release, and nothing of who asked', async () => {
  await visit(`${API}/auth/options?secret=in-a-link`)
  const [line] = await linesOf('/auth/options', 1)
  expect(line).toMatchObject({ status: 200, host: 'api.tiptop.test', path: '/auth/options', colour: 'green' })
  expect(JSON.stringify(line)).not.toMatch(/in-a-link|127\.0\.0\.1/)
})

describe('the control room', () => {
  const room = `${SITE}/exploitation/`
  const as = (text: string) => ({ headers: { authorization: `Basic ${Buffer.from(text).toString('base64')}` } })

  test('it opens to its password alone, and shows the installation that was just made', async () => {
    for (const wrong of [{}, as('astreinte:essai'), as('personne:essai-de-salle')]) {
      const { status, headers, body } = await visit(room, wrong)
      expect([status, headers['www-authenticate']]).toEqual([401, 'Basic realm="Exploitation"'])
      expect(body).not.toContain('Salle de contrôle')
    }
    // A wrong password closes the room to its address for two seconds.
    await until(async () => (await visit(room, as('astreinte:essai-de-salle'))).status === 200, 10)
    const { headers, body } = await visit(room, as('astreinte:essai-de-salle'))
    expect(body).toContain('Salle de contrôle, prod')
    expect(body).toContain('<strong>install</strong>')
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex, nofollow' })
    expect(headers['content-security-policy']).toContain("default-src 'none'")
    expect(headers['set-cookie']).toBeUndefined()
  })

  test('it is there while the site is closed', async () => {
    await writeFile(flag('maintenance.on'), '')
    expect((await visit(room, as('astreinte:essai-de-salle'))).status).toBe(200)
    await rm(flag('maintenance.on'))
  })

  test('without a password it is nowhere, for any visitor', async () => {
    await rm(flag('control.on'))
    for (const who of [{}, as('astreinte:essai-de-salle')]) expect((await visit(room, who)).status).toBe(404)
  })
})

test('Prometheus reads from inside which release serves and what it counts, and outside that is not served', async () => {
  await writeFile(flag('green.on'), '')
  const read = (path: string) =>
    run([
      'docker',
      'exec',
      door,
      'bash',
      '-c',
      `exec 3<>/dev/tcp/127.0.0.1/8081; printf 'GET ${path} HTTP/1.0\\r\\n\\r\\n' >&3; cat <&3`,
    ])
  expect(await read('/metrics')).toContain('tiptop_nginx_serves_green 1')
  expect(await read('/metrics')).toMatch(/tiptop_nginx_connections\{state="active"\} \d+/)
  expect(await read('/metrics/backend')).toContain('tiptop_plays_total 0')
  await expect(run(['docker', 'port', door, '8081/tcp'])).rejects.toThrow()
})

describe('during maintenance', () => {
  beforeAll(() => writeFile(flag('maintenance.on'), ''))
  afterAll(() => rm(flag('maintenance.on'), { force: true }))

  test('players read so in French and in English', async () => {
    const { status, headers, body } = await visit(`${SITE}/jeu`)
    expect([status, headers['retry-after'], headers['cache-control']]).toEqual([503, '60', 'no-store'])
    expect(body).toContain('Le thé infuse')
    expect(body).toContain('The tea is brewing')
  })

  test('the site that is open in a tab reads why the API says no', async () => {
    for (const url of [`${SITE}/api/me`, `${API}/me`]) {
      const { status, headers, body } = await visit(url)
      expect([status, headers['retry-after'], headers['cache-control']]).toEqual([503, '60', 'no-store'])
      expect(JSON.parse(body)).toMatchObject({ status: 503, code: 'service-unavailable', retryAfterSeconds: 60 })
    }
  })

  test('it ends as it began, at once', async () => {
    await rm(flag('maintenance.on'))
    expect((await visit(`${API}/health`)).status).toBe(200)
  })
})

type Line = { status: number; host: string; path: string; colour: string; cache: string }

/** What the door has written of the last `count` requests for a path, once it has written them. */
async function linesOf(path: string, count: number): Promise<Line[]> {
  return vi.waitFor(
    async () => {
      const said = await run(['docker', 'logs', door])
      const lines = said.split('\n').flatMap(line => (line.startsWith('{') ? [JSON.parse(line) as Line] : []))
      const found = lines.filter(line => line.path === path)
      expect(found.length).toBeGreaterThanOrEqual(count)
      return found
    },
    { timeout: 10_000, interval: 100 },
  )
}
