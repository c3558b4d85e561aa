import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { freePort } from '../../scripts/embedded-postgres.ts'
import { startNginx } from '../../scripts/nginx/nginx.ts'
import { nginxConf } from './nginx-conf.ts'
import { openSiteServer } from './site-server.ts'

const pages = ['index', 'jeu', 'employe', 'employe/tickets', 'admin', 'admin/utilisateurs', 'admin/utilisateurs/profil']
const english = pages.map(page => (page === 'index' ? 'en' : `en/${page}`))
const HOUR = 1_790_000_000

const folder = await mkdtemp(join(tmpdir(), 'tiptop-site-'))
const undo: (() => unknown)[] = [() => rm(folder, { recursive: true })]
let ports: { nginx: number; node: number }
/** What the backend was asked at its gate. */
const asked: { url: string; host: string; from: string }[] = []

beforeAll(async () => {
  await makeSite()
  const backend = createServer(answerAtGate).listen(0, '127.0.0.1')
  undo.push(
    () => backend.close(),
    () => backend.closeAllConnections(),
  )
  await vi.waitFor(() => expect(backend.listening).toBe(true), 10_000)
  const api = `http://127.0.0.1:${(backend.address() as AddressInfo).port}`
  ports = { nginx: await freePort(), node: 0 }
  const place = {
    listen: `127.0.0.1:${ports.nginx}`,
    root: join(folder, 'public'),
    scratch: folder,
    resolver: '127.0.0.1',
  }
  await writeFile(join(folder, 'nginx.conf'), await nginxConf(folder, place))
  await writeFile(join(folder, 'api.conf'), `set $api ${api};\n`)
  const nginx = await startNginx(join(folder, 'nginx.conf'))
  undo.push(nginx.stop)
  const node = await openSiteServer({ folder, api })
  undo.push(() => node.close())
  await node.listen({ host: '127.0.0.1', port: 0 })
  ports.node = (node.server.address() as AddressInfo).port
  await vi.waitFor(() => ask(ports.nginx, '/'), 10_000)
})
afterAll(async () => {
  for (const one of undo.reverse()) await one()
})

/** A site as `build.ts` leaves it, of a few lines. */
async function makeSite(): Promise<void> {
  const html = (page: string) => `<!doctype html><title>${page}</title>${'thé '.repeat(9)}`
  const files = Object.fromEntries(
    [...pages, ...english, '404', 'en/404'].map((page): [string, string | Buffer] => [`${page}.html`, html(page)]),
  )
  Object.assign(files, {
    '_astro/game.C4fe.js': 'play()'.repeat(99),
    '_astro/fonts/text.woff2': Buffer.from([1, 0, 2]),
    'icon.svg': '<svg/>',
    'service-worker.js': 'self.addEventListener()',
    'security.txt': 'Contact: mailto:securite@tiptop.test\n',
  })
  for (const [name, content] of Object.entries(files)) {
    const file = join(folder, 'public', name)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, content)
    if (name.endsWith('.woff2')) continue
    await writeFile(`${file}.gz`, gzipSync(content))
    await writeFile(`${file}.br`, brotliCompressSync(content))
  }
  const named = Object.keys(files).filter(name => name.endsWith('.html'))
  const policies = named.map(name => [name, `default-src 'none'; script-src 'sha256-${btoa(name)}'`])
  const facts = { policies: Object.fromEntries(policies), isPublished: false }
  await writeFile(join(folder, 'site.json'), JSON.stringify(facts))
}

/** The cookie says how the backend answers. */
function answerAtGate({ url = '', headers }: IncomingMessage, response: ServerResponse): void {
  const { host = '', cookie = '' } = headers
  asked.push({ url, host, from: String(headers['x-original-uri']) })
  if (cookie.includes('silent')) return
  const location = `/connexion?suite=${encodeURIComponent(String(headers['x-original-uri']))}`
  if (cookie.includes('renewed')) response.setHeader('set-cookie', 'session=new; Path=/; HttpOnly')
  const status = cookie.includes('broken')
    ? 500
    : /staff|renewed/.test(cookie)
      ? 204
      : cookie.includes('player')
        ? 403
        : 401
  response.writeHead(status, status === 401 || status === 403 ? { location } : {}).end()
}

type Asking = { method?: string; headers?: Record<string, string> }

async function ask(port: number, path: string, { method = 'GET', headers = {} }: Asking = {}) {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    request(
      { host: '127.0.0.1', port, path, method, headers: { host: 'tiptop.test', ...headers }, agent: false },
      resolve,
    )
      .once('error', reject)
      .end()
  })
  const body = await buffer(answer)
  const { statusCode: status = 0, headers: all } = answer
  return { status, headers: all, body: body.toString('latin1') }
}

/** Headers of the connection, and of the server's own small pages for an answer that is no file. */
const OWN = ['date', 'server', 'connection', 'keep-alive', 'transfer-encoding']
const OWN_PAGE = ['content-type', 'content-length']

/** Asks both servers, and holds them to the same answer. @returns that answer */
async function askBoth(path: string, asking: Asking = {}) {
  const [nginx, node] = await Promise.all([ask(ports.nginx, path, asking), ask(ports.node, path, asking)])
  expect(
    comparable(node),
    `${asking.method ?? 'GET'} ${path.slice(0, 80)} ${JSON.stringify(asking.headers ?? {})}`,
  ).toEqual(comparable(nginx))
  return node
}

function comparable({ status, headers, body }: Awaited<ReturnType<typeof ask>>) {
  const isFile = [200, 304, 404].includes(status)
  const left = [...OWN, ...(isFile ? [] : OWN_PAGE)]
  const kept = Object.entries(headers).filter(([name]) => !left.includes(name))
  return { status, headers: Object.fromEntries(kept.sort()), ...(isFile && { body }) }
}

const addresses = [
  '/',
  ...[...pages.slice(1), ...english].map(page => `/${page}`),
  '/employe/tickets/ABCDEFGHJK',
  '/en/employe/tickets/abcde%20fghjk',
  '/admin/utilisateurs/12',
  '/admin/utilisateurs/douze',
  '/icon.svg',
  '/_astro/game.C4fe.js',
  '/_astro/fonts/text.woff2',
  '/service-worker.js',
  '/.well-known/change-password',
  '/security.txt',
  '/.well-known/security.txt',
]
const withQuery = addresses.map(path => `${path}?suite=%2Fjeu&x=1`)
/** Neighbours of addresses, and what an attacker might try. */
const hostile = String.raw`
  // //jeu /jeu// /./jeu /x/../jeu /../jeu /%2e%2e/jeu /x/%2e%2e/jeu /..%2fsite.json
  /employe/tickets/.. /employe/tickets/..%2f..%2fx /admin/..%2fjeu /%61dmin /admin%2futilisateurs
  /%00 /jeu%00.html /%zz /% /%e9 /jeu%20 /jeu;x /jeu%3Fx /jeu#x /\jeu /jeu\..\x
  /JEU /Admin /jeu/ /en/ /admin/ /admin/utilisateurs/ /jeu.html /index /index.html /404
  /404.html /jeu.html.br /icon.svg.gz /_astro /_astro/ /_astro/absent.js /nulle-part /en/nulle-part
  /gate /gate/admin /page/jeu.html /staff/admin.html /nginx.conf /site.json /api.conf /.env
  /fr /fr/ /fr/jeu /fr/admin?page=2 /fr//example.com /fr/\example.com /fr/fr/jeu //example.com/
  /\example.com/ /fr/%5cexample.com /jeu/? /jeu/?a=b/ /? /?x=%zz /jeu?x=//..%00 /en?a&b=c
  /.well-known /.well-known/ /.well-known/change-password/ /xwell-known/change-password /.well-known/absent
  /en/%zz /en/ /en/404 /en/404.html /english /en/x/../../jeu
  /employe/tickets/ /employe/tickets// /employe/tickets/a/b /admin/utilisateurs/12/ /admin/utilisateurs/-1`
  .trim()
  .split(/\s+/)
const long = [`/${'a'.repeat(300)}`, `/${'a/'.repeat(2_000)}`, `/${'a'.repeat(8_100)}`, `/${'a'.repeat(8_300)}`]

test('every address, its neighbours and those of an attacker are answered alike', async () => {
  for (const path of [...addresses, ...hostile, ...long, `/?${long.at(-1)}${long.at(-1)}`, ...withQuery])
    for (const asking of [{}, { method: 'HEAD' }, { headers: { cookie: 'staff' } }]) await askBoth(path, asking)
})

test('methods that read nothing are refused alike, and the answer names those that do', async () => {
  for (const path of ['/', '/jeu', '/admin', '/fr/jeu', '/nulle-part', '/_astro/game.C4fe.js'])
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE']) {
      const { status, headers } = await askBoth(path, { method })
      expect([status, headers.allow]).toEqual([405, 'GET, HEAD'])
    }
})

test('a page is found under its address alone, in either language', async () => {
  for (const [path, page] of [
    ['/', 'index'],
    ['/en', 'en'],
    ['/en/jeu', 'en/jeu'],
  ]) {
    const { status, body, headers } = await askBoth(path as string)
    expect([status, headers['cache-control'], headers['content-type']]).toEqual([
      200,
      'no-cache',
      'text/html; charset=utf-8',
    ])
    expect(body).toContain(`<title>${page}</title>`)
    expect(headers['content-security-policy']).toBe(`default-src 'none'; script-src 'sha256-${btoa(`${page}.html`)}'`)
  }
  for (const [path, page] of [
    ...['/jeu.html', '/JEU', '/404', '/index', '/_astro', '/english'].map(path => [path, '404']),
    ...['/en/nulle-part', '/en/404', '/en/index', '/en/JEU'].map(path => [path, 'en/404']),
  ]) {
    const { status, body, headers } = await askBoth(path as string)
    expect([status, headers['content-security-policy']], path).toEqual([
      404,
      `default-src 'none'; script-src 'sha256-${btoa(`${page}.html`)}'`,
    ])
    expect(body).toContain(`<title>${page}</title>`)
  }
})

test('addresses of before lead to those of today, and never to another site', async () => {
  const where = async (path: string) => {
    const { status, headers } = await askBoth(path)
    return status === 308 ? headers.location : status
  }
  expect(await where('/fr')).toBe('/')
  expect(await where('/fr/admin?page=2')).toBe('/admin?page=2')
  expect(await where('/jeu/')).toBe('/jeu')
  for (const path of ['/fr//example.com', '/fr/\\example.com', '//example.com/', '/\\example.com/'])
    expect(await where(path), path).toBe(404)
})

test('password managers are led to the page where a password is replaced', async () => {
  const { status, headers } = await askBoth('/.well-known/change-password')
  expect([status, headers.location]).toEqual([302, '/mot-de-passe-oublie'])
  expect((await askBoth('/.well-known/resource-that-should-not-exist')).status).toBe(404)
})

test('only the published site may be known to search engines', async () => {
  for (const path of ['/', '/nulle-part', '/admin', '/fr/jeu', '/_astro/game.C4fe.js', '/.well-known/change-password'])
    expect((await askBoth(path)).headers['x-robots-tag'], path).toBe('noindex, nofollow')

  const file = join(folder, 'site.json')
  const facts = await readFile(file, 'utf8')
  try {
    await writeFile(file, JSON.stringify({ ...JSON.parse(facts), isPublished: true }))
    const published = await openSiteServer({ folder, api: 'http://127.0.0.1:9' })
    expect((await published.inject('/jeu')).headers['x-robots-tag']).toBeUndefined()
    await published.close()
    const place = { listen: '', root: '', scratch: '', resolver: '' }
    expect(await nginxConf(folder, place)).not.toContain('X-Robots-Tag')
  } finally {
    await writeFile(file, facts)
  }
})

test('a browser asks each time whether its service worker is still the right one', async () => {
  const { status, headers } = await askBoth('/service-worker.js')
  expect([status, headers['cache-control'], headers['content-type']]).toEqual([
    200,
    'no-cache',
    'text/javascript; charset=utf-8',
  ])
})

test('the smallest copy that the browser accepts is sent', async () => {
  const codingFor = async (accepted: string, path = '/jeu') => {
    const { headers } = await askBoth(path, { headers: { 'accept-encoding': accepted } })
    return headers['content-encoding']
  }
  for (const accepted of ['gzip, deflate, br, zstd', 'br', 'BR;q=0.1, gzip', 'gzip,br;q=1.0'])
    expect(await codingFor(accepted), accepted).toBe('br')
  for (const accepted of ['gzip', 'gzip, br;q=0', 'br;q=0.000,gzip;q=0.5', 'x-br, gzip', 'brotli, gzip'])
    expect(await codingFor(accepted), accepted).toBe('gzip')
  for (const accepted of ['', 'identity', '*', 'gzip;q=0', 'deflate, zstd'])
    expect(await codingFor(accepted), accepted).toBeUndefined()
  expect(await codingFor('br', '/_astro/fonts/text.woff2')).toBeUndefined()
  expect(await codingFor('br', '/nulle-part')).toBe('br')
  const { headers } = await askBoth('/_astro/game.C4fe.js', { headers: { 'accept-encoding': 'br' } })
  expect([headers['cache-control'], headers.vary]).toEqual(['public, max-age=31536000, immutable', 'Accept-Encoding'])
})

test('a browser that has a page already is sent none', async () => {
  for (const path of ['/jeu', '/icon.svg', '/_astro/game.C4fe.js', '/nulle-part']) {
    const { status, headers } = await askBoth(path)
    const etag = String(headers.etag)
    for (const held of [etag, `W/${etag}`, `"x", ${etag}`, '*', '"x"', etag.slice(1, -1)]) {
      const again = await askBoth(path, { headers: { 'if-none-match': held } })
      if (held === etag) expect(again.status, path).toBe(status === 200 ? 304 : 404)
    }
    const asking = { 'accept-encoding': 'br', 'if-none-match': etag }
    expect((await askBoth(path, { headers: asking })).status).toBe(status)
    await askBoth(path, { headers: { 'if-modified-since': new Date(HOUR * 2_000).toUTCString() } })
    for (const range of ['bytes=0-3', 'bytes=-1', 'bytes=9999-', 'bytes=0-0,2-3'])
      expect((await askBoth(path, { headers: { range } })).status).toBe(status)
  }
})

test('whatever host the browser names, the site answers alike', async () => {
  for (const host of ['tiptop.test', 'TIPTOP.test:3000', 'api.tiptop.test', '127.0.0.1', 'example.com.'])
    for (const path of ['/', '/fr/jeu', '/admin', '/nulle-part']) await askBoth(path, { headers: { host } })
  for (const path of ['http://tiptop.test/jeu', 'http://tiptop.test', 'http://tiptop.test?x', 'HTTP://x/fr/jeu?y'])
    await askBoth(path)
})

test('a staff page opens to those whom the backend lets in, and to no one before it has said so', async () => {
  for (const path of [
    '/employe',
    '/employe/tickets/ABCDEFGHJK',
    '/admin/utilisateurs?page=2&nom=x',
    '/en/admin',
    '/en/employe/tickets/X',
  ]) {
    for (const cookie of ['', 'session=forged', 'player']) {
      const { status, headers } = await askBoth(path, { headers: { cookie } })
      const location = `/connexion?suite=${encodeURIComponent(path)}`
      expect([status, headers.location, headers['cache-control']]).toEqual([307, location, 'private, no-store'])
    }
    const { status, headers } = await askBoth(path, { headers: { cookie: 'staff' } })
    expect([status, headers['cache-control'], headers['set-cookie']]).toEqual([200, 'private, no-store', undefined])
    expect(headers['permissions-policy']).toContain(path.includes('employe') ? 'camera=(self)' : 'camera=()')
  }
  const [first, second] = asked.slice(-2)
  expect(first).toEqual({ url: '/gate/employee', host: 'tiptop.test', from: '/en/employe/tickets/X' })
  expect(second).toEqual(first)
  expect(new Set(asked.map(({ url }) => url))).toEqual(new Set(['/gate/employee', '/gate/admin']))
})

test('a session renewed or ended on the way reaches the browser', async () => {
  for (const cookie of ['renewed', 'player renewed'])
    expect((await askBoth('/admin', { headers: { cookie } })).headers['set-cookie']).toEqual([
      'session=new; Path=/; HttpOnly',
    ])
})

test('without a word from the backend the page is served, which holds no data', async () => {
  for (const cookie of ['broken', 'silent']) {
    const { status, body, headers } = await askBoth('/admin', { headers: { cookie } })
    expect([status, headers['cache-control']]).toEqual([200, 'private, no-store'])
    expect(body).toContain('<title>admin</title>')
  }
})
