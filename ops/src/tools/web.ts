import { readdir, readFile } from 'node:fs/promises'
import { getCACertificates } from 'node:tls'
import { Failure } from '../failure.ts'
import { keptCookies } from './cookies.ts'
import { sendOnce, whyNoAnswer } from './https.ts'

type WebRequest = {
  method?: 'GET' | 'POST'
  body?: unknown
  /** as `name=value` */
  cookies?: string[]
  timeoutMs?: number
  signal?: AbortSignal
  /** the answer of a dry run, where the real one depends on a change that the dry run did not make */
  pretend?: unknown
  /** the status of that answer for `read`; 200 by default */
  pretendStatus?: number
  /** whether the maintenance page stops it, as it stops visitors; the operator's own requests pass */
  asVisitor?: boolean
}
export type WebAnswer = { status: number; body: string; cookies: string[]; ms: number }

/** A site that a server answers for, whatever DNS says of its names. */
export type WebSite = {
  /** where it answers over TLS */
  door: { host: string; port: number }
  /** the file of its certificate, which is accepted as itself when it is self-signed */
  certificate: string
  /** the origin that a browser names on this site when it changes something */
  origin: string
  /** the folder in which a file named `pass-…` lets requests past the maintenance page */
  passes: string
}

/**
 * A site as browsers reach it: by its names, over TLS, through the nginx of this server, whatever DNS says.
 * `read` only looks, and is sent in a dry run too; `send` changes something. Both throw a Failure when there is
 * no answer: no server, a certificate that expired, is for another name or of an unknown authority, or a timeout.
 */
export type Web = {
  read(url: string, request?: WebRequest): Promise<WebAnswer>
  /** @throws a Failure when the answer's status is not the one expected */
  send(url: string, request: WebRequest & { expect: number }): Promise<WebAnswer>
}

const TIMEOUT_MS = 10_000

const IS_UP = 'nginx tourne-t-il (docker ps) ? HTTP_ADDRESS et HTTPS_PORT nomment la porte regardée.'

/** Trusts what browsers trust, and the certificate of the site. */
export async function openWeb({ door, certificate, origin, passes }: WebSite): Promise<Web> {
  const own = await readFile(certificate, 'utf8')
  const trusted = [...new Set([...getCACertificates('bundled'), ...getCACertificates('system'), own])]

  async function ask(address: string, request: WebRequest): Promise<WebAnswer> {
    const { method = 'GET', body, cookies = [], timeoutMs = TIMEOUT_MS, signal, asVisitor } = request
    const url = new URL(address)
    const pass = asVisitor ? null : await readPass(passes)
    const headers = {
      ...(method === 'POST' && { origin }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(cookies.length && { cookie: cookies.join('; ') }),
      ...(pass && { [PASS_HEADER]: pass }),
    }
    const startedAt = performance.now()
    const stop = AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])])
    const asked = { url, door, trusted, method, headers, body: JSON.stringify(body), signal: stop }
    const answer = await sendOnce(asked).catch(error => {
      signal?.throwIfAborted()
      const why = stop.aborted ? `pas de réponse en ${timeoutMs / 1000} s` : whyNoAnswer(error, url.hostname)
      const said = `${method} ${url} par ${door.host}:${door.port} : ${why}`
      throw new Failure('unreachable', said, { hint: IS_UP, cause: error })
    })
    const kept = keptCookies(answer.headers['set-cookie'], url.hostname)
    return { status: answer.status, body: answer.body, cookies: kept, ms: Math.round(performance.now() - startedAt) }
  }

  return {
    read: (url, request = {}) => ask(url, request),
    async send(url, { expect, method = 'POST', ...request }) {
      const answer = await ask(url, { method, ...request })
      if (answer.status === expect) return answer
      throw new Failure(
        'check-failed',
        `${method} ${url} : ${answer.status} au lieu de ${expect} (${gist(answer.body)})`,
        { hint: null },
      )
    },
  }
}

/** For dry runs: it looks, and reports what it would send. */
export function dryWeb(web: Web, tell: (line: string) => void): Web {
  // A sign-in needs a cookie to go on with.
  const cookies = ['session=sans-effet']
  const answer = (status: number, body: unknown = {}) => ({ status, body: JSON.stringify(body), cookies, ms: 0 })
  return {
    async read(url, request = {}) {
      if (request.pretend === undefined) return web.read(url, request)
      tell(`demanderait : ${url}`)
      return answer(request.pretendStatus ?? 200, request.pretend)
    },
    async send(url, { expect, method = 'POST', pretend }) {
      tell(`enverrait : ${method} ${url}`)
      return answer(expect, pretend)
    },
  }
}

/** The start of an answer in one line, as an error quotes it: the code and the sentence of a problem document. */
export function gist(body: string): string {
  const problem = parsed(body) as { code?: unknown; detail?: unknown; title?: unknown } | null
  const words = problem?.code ? [problem.code, problem.detail ?? problem.title] : [body.replace(/<[^>]*>/g, ' ')]
  const line = words.filter(Boolean).join(' : ').replace(/\s+/g, ' ').trim()
  return line.length > 160 ? `${line.slice(0, 160)}…` : line || 'sans contenu'
}

/** @returns null when this is not a JSON object */
export function parsed(body: string): object | null {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' ? value : null
  } catch {
    return null
  }
}

/** With this header nginx lets a request past the maintenance page, while a file is named after its value. */
const PASS_HEADER = 'x-tiptop-pass'
const PASS = /^pass-([0-9a-f]{32})$/

async function readPass(folder: string): Promise<string | null> {
  const names = await readdir(folder).catch(() => [])
  return names.map(name => PASS.exec(name)?.[1]).find(pass => pass !== undefined) ?? null
}
