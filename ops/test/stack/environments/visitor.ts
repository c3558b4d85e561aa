import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { connect as connectHttp2, type IncomingHttpHeaders } from 'node:http2'
import { request } from 'node:https'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { connect as connectTls } from 'node:tls'
import type { Home } from '../../../src/environment/home.ts'

type Seen = { status: number; headers: NodeJS.Dict<string | string[]>; body: string }
type Asking = { method?: string; headers?: Record<string, string> }

/** A visitor's browser before a server of the tests: looks names up nowhere and trusts this environment's certificate. */
export async function visitor({ tls }: Home, port: number) {
  const ca = await readFile(join(tls, 'fullchain.pem'))
  return (url: string, { method = 'GET', headers = {} }: Asking = {}): Promise<Seen> => {
    const { hostname, pathname, search } = new URL(url)
    const options = { host: '127.0.0.1', port, servername: hostname, ca, method, path: pathname + search }
    return new Promise((resolve, reject) => {
      request({ ...options, headers: { host: hostname, ...headers } }, async response => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: await text(response) })
      })
        .once('error', reject)
        .end()
    })
  }
}

/** The same visitor over HTTP/2, which names the host in another way. @returns the headers of the answer */
export async function visitorOfHttp2({ tls }: Home, port: number) {
  const ca = await readFile(join(tls, 'fullchain.pem'))
  return async (url: string, { method = 'GET', headers = {} }: Asking = {}): Promise<IncomingHttpHeaders> => {
    const { origin, hostname, pathname } = new URL(url)
    const to = { host: '127.0.0.1', port, servername: hostname, ca, ALPNProtocols: ['h2'] }
    const session = connectHttp2(origin, { createConnection: () => connectTls(to) })
    const stream = session.request({ ':method': method, ':path': pathname, ...headers }, { endStream: true })
    const [answer] = (await once(stream, 'response')) as [IncomingHttpHeaders]
    session.destroy()
    return answer
  }
}
