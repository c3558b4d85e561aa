import { readFile } from 'node:fs/promises'
import { request } from 'node:https'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
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
