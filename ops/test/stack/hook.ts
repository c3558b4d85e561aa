import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'

/** A real server, on localhost unless said otherwise, that keeps the JSON which it is sent, as a chat's webhook does. Needs closing. */
export async function openHook(host = '127.0.0.1') {
  const posts: unknown[] = []
  const server = createServer(async (request, response) => {
    posts.push(await json(request))
    response.end()
  })
  await new Promise<void>(resolve => server.listen(0, host, resolve))
  const { port } = server.address() as AddressInfo
  return {
    posts,
    url: `http://127.0.0.1:${port}/`,
    close: () => new Promise<void>(resolve => server.close(() => resolve())),
  }
}
