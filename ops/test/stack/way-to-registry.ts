import { request as ask, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pipeline } from 'node:stream/promises'
import { inject } from 'vitest'

type Request = { method: string; path: string; authorized: boolean }
/** What becomes of a request: it is passed on, left without an answer, or answered here with this status and code. */
type Answer = 'pass' | 'silence' | { status: number; code: string }

export type WayToRegistry = Awaited<ReturnType<typeof openWayToRegistry>>

/** The registry of the tests under an address of its own, which can be out of order. Needs closing. */
export async function openWayToRegistry() {
  const [host, port] = inject('machine').registry.split(':')
  let rule: (request: Request) => Answer = () => 'pass'
  /** what happens once a request was answered by the registry */
  let after: (request: Request, status: number) => void = () => {}
  const server = createServer(async (incoming, outgoing) => {
    const { method = 'GET', url: path = '/', headers } = incoming
    const seen = { method, path, authorized: Boolean(headers.authorization) }
    const answer = rule(seen)
    if (answer === 'silence') return
    if (answer !== 'pass') {
      const problem = { errors: [{ code: answer.code, message: 'refused by the test' }] }
      incoming.resume()
      outgoing.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(problem))
      return
    }
    const passed = ask({ host, port, method, path, headers }, came => {
      outgoing.writeHead(came.statusCode ?? 500, came.headers).once('finish', () => after(seen, came.statusCode ?? 500))
      pipeline(came, outgoing).catch(() => {})
    })
    passed.on('error', () => outgoing.destroy())
    await pipeline(incoming, passed).catch(() => {})
  })
  const listen = (at: number) => new Promise<void>(resolve => server.listen(at, '127.0.0.1', resolve))
  await listen(0)
  const { port: own } = server.address() as AddressInfo
  const stop = async () => {
    const closed = new Promise(resolve => server.close(resolve))
    server.closeAllConnections()
    await closed
  }
  return {
    address: `localhost:${own}`,
    /** nothing listens any more, until {@link start} */
    stop,
    start: () => listen(own),
    refuse: (decide: typeof rule) => {
      rule = decide
    },
    once: (happening: typeof after) => {
      after = happening
    },
    /** everything is in order again */
    async repair() {
      rule = () => 'pass'
      after = () => {}
      if (!server.listening) await listen(own)
    },
    close: async () => {
      if (server.listening) await stop()
    },
  }
}
