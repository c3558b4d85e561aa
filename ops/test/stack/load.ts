import type { ClientRequest } from 'node:http'
import { connect as connectHttp2 } from 'node:http2'
import { Agent, request as requestHttps } from 'node:https'
import { text } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { connect as connectTls } from 'node:tls'

type Given = {
  /** the addresses of the site and of its API */
  web: string
  api: string
  /** the door that answers for both names */
  through: { host: string; port: number }
  /** the certificate that is trusted */
  ca: string
  /** visitors who keep their connections: of HTTP/1.1, and of HTTP/2 as browsers do */
  visitors: { http1: number; http2: number }
  /** how long each one rests between two requests */
  restMs?: number
  /** who plays, by the cookie of their session, and what there is to play; each code is played once */
  plays?: { cookies: string[]; codes: string[] }
}

export type Report = {
  total: number
  failed: number
  /** the longest time without a good answer */
  longestGapMs: number
  /** `GET / 200`: how often */
  byStatus: Record<string, number>
  /** the first ones, each with its reason: when, what, the answer or error, after how long, over which connection */
  firstFailures: string[]
}

export type Load = { report(): Report; stop(): Promise<Report> }

type Wanted = { method: 'GET' | 'POST'; url: URL; expect: number; headers: Record<string, string>; body?: string }
type Came = { status: number; cookies: string[]; body: string }
/** `connection`: the one that the newest request went over, in words */
type Visitor = { ask(wanted: Wanted): Promise<Came>; connection(): string; leave(): void }

const TIMEOUT_MS = 15_000
const FAILURES_KEPT = 50

/** Visitors who look at pages, ask for the contest and play, without an end until they are stopped. */
export function startLoad(given: Given): Load {
  const { visitors, restMs = 20 } = given
  const tally = openTally()
  const stop = new AbortController()
  const all = [
    ...Array.from({ length: visitors.http1 }, () => visitorOfHttp1(given)),
    ...Array.from({ length: visitors.http2 }, () => visitorOfHttp2(given)),
  ]
  const next = wishes(given)
  const walks = all.map(async (visitor, index) => {
    for (let turn = index; !stop.signal.aborted; turn++) {
      const { wanted, answered } = next(turn)
      const askedAt = performance.now()
      const how = () => `after ${Math.round(performance.now() - askedAt)} ms over ${visitor.connection()}`
      await visitor.ask(wanted).then(
        came => {
          tally.note(wanted, came.status, () => `${how()}: ${came.body}`)
          answered(came)
        },
        (error: Error & { code?: string }) =>
          tally.note(wanted, error.code ?? 'no answer', () => `${how()}: ${error.message}`),
      )
      await pause(restMs, undefined, { signal: stop.signal }).catch(() => {})
    }
    visitor.leave()
  })
  return {
    report: tally.report,
    async stop() {
      stop.abort()
      await Promise.all(walks)
      return tally.report()
    },
  }
}

/** What a visitor does at each turn: the home page, the game's page, the contest, a play. */
function wishes({ web, api, plays: { cookies, codes } = { cookies: [], codes: [] } }: Given) {
  const left = codes.values()
  const look = (url: string) => ({
    wanted: { method: 'GET', url: new URL(url), expect: 200, headers: {} } satisfies Wanted,
    answered: () => {},
  })
  const views = [`${web}/`, `${web}/jeu`, `${api}/contest`]
  return (turn: number): { wanted: Wanted; answered(came: Came): void } => {
    const view = views[turn % 4]
    if (view) return look(view)
    const { value: code } = left.next()
    const player = (turn >> 2) % (cookies.length || 1)
    if (!code) return look(`${api}/contest`)
    const headers = { 'content-type': 'application/json', origin: web, cookie: cookies[player] ?? '' }
    return {
      wanted: { method: 'POST', url: new URL(`${api}/plays`), expect: 201, headers, body: JSON.stringify({ code }) },
      // A session's token lasts a minute, and is renewed in passing.
      answered: came => {
        if (came.cookies.length) cookies[player] = came.cookies.join('; ')
      },
    }
  }
}

function openTally() {
  const byStatus: Record<string, number> = {}
  const firstFailures: string[] = []
  let [total, failed, longestGapMs, lastGood] = [0, 0, 0, performance.now()]
  const gap = () => Math.round(Math.max(longestGapMs, performance.now() - lastGood))
  return {
    /** @param said how it was asked, and the answer's text or why there is none */
    note({ method, url, expect }: Wanted, status: number | string, said: () => string) {
      total++
      const name = `${method} ${url.pathname} ${status}`
      byStatus[name] = (byStatus[name] ?? 0) + 1
      if (status === expect) {
        longestGapMs = gap()
        lastGood = performance.now()
        return
      }
      failed++
      if (firstFailures.length < FAILURES_KEPT)
        firstFailures.push(`${new Date().toISOString()} ${name} ${said().slice(0, 250)}`)
    },
    report: (): Report => ({ total, failed, longestGapMs: gap(), byStatus, firstFailures }),
  }
}

function visitorOfHttp1({ through, ca }: Given): Visitor {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  let newest: ClientRequest | undefined
  return {
    connection: () => `${newest?.reusedSocket ? 'a kept' : 'a new'} connection of HTTP/1.1`,
    ask: ({ method, url, headers, body }) =>
      new Promise((resolve, reject) => {
        const request = requestHttps(
          {
            ...through,
            agent,
            ca,
            method,
            path: url.pathname,
            servername: url.hostname,
            timeout: TIMEOUT_MS,
            headers: { host: url.host, ...headers, ...(body && { 'content-length': Buffer.byteLength(body) }) },
          },
          answer => {
            const { statusCode = 0, headers } = answer
            const cookies = (headers['set-cookie'] ?? []).map(pairOf)
            text(answer).then(body => resolve({ status: statusCode, cookies, body }), reject)
          },
        )
        newest = request
        request.once('error', reject)
        request.once('timeout', () => request.destroy(new Error(`no answer in ${TIMEOUT_MS} ms`)))
        request.end(body)
      }),
    leave: () => agent.destroy(),
  }
}

/** One session for each name, made again when the server has said that it no longer accepts it. */
function visitorOfHttp2({ through, ca }: Given): Visitor {
  const sessions = new Map<string, ReturnType<typeof connectHttp2>>()
  let isKept = false
  const sessionOf = (url: URL) => {
    const known = sessions.get(url.origin)
    isKept = known !== undefined && !known.closed && !known.destroyed
    if (known && isKept) return known
    const tls = { ...through, ca, servername: url.hostname, ALPNProtocols: ['h2'] }
    const session = connectHttp2(url.origin, { createConnection: () => connectTls(tls) })
    // What a broken session means for a request is reported by its stream.
    session.on('error', () => {})
    sessions.set(url.origin, session)
    return session
  }
  return {
    connection: () => `${isKept ? 'a kept' : 'a new'} session of HTTP/2`,
    ask: ({ method, url, headers, body }) =>
      new Promise((resolve, reject) => {
        const stream = sessionOf(url).request({ ':method': method, ':path': url.pathname, ...headers })
        stream.once('response', answer => {
          const came = { status: answer[':status'] ?? 0, cookies: (answer['set-cookie'] ?? []).map(pairOf) }
          text(stream).then(body => resolve({ ...came, body }), reject)
        })
        stream.once('error', reject)
        stream.setTimeout(TIMEOUT_MS, () => stream.destroy(new Error(`no answer in ${TIMEOUT_MS} ms`)))
        stream.end(body)
      }),
    leave: () => {
      for (const session of sessions.values()) session.close()
    },
  }
}

const pairOf = (line: string) => line.split(';')[0] ?? ''
