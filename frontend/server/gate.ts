import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http'
import type { StaffRole } from '@tiptop/contract/staff-roles.ts'
import { GATE_SECONDS } from './table.ts'

/** `signIn`: where the visitor signs in to come back, unless the page is open to them. */
type GateAnswer = { signIn: string | null; cookies: string[] }

/**
 * Nodes C and D of diagrams 1.2 and 1.3: asks the backend whether the visitor with these headers may open a page of the
 * space. If it does not say, the page is open: it is the same for all and holds no data.
 */
export async function askGate(
  api: string,
  space: StaffRole,
  url: string,
  headers: IncomingHttpHeaders,
): Promise<GateAnswer> {
  const { host, cookie } = headers
  const own = { 'x-original-uri': url, ...(host && { host }), ...(cookie && { cookie }) }
  const answer = await get(`${api}/gate/${space}`, own).catch(() => null)
  const { statusCode: status = 0, headers: given } = answer ?? { headers: {} }
  const signIn = status === 401 || status === 403 ? (given.location ?? null) : null
  const spoke = signIn !== null || (status >= 200 && status < 300)
  return { signIn, cookies: (spoke && given['set-cookie']) || [] }
}

/** `fetch` would name the backend as the host, and the session belongs to the host that the browser asked. */
function get(url: string, headers: IncomingHttpHeaders): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request(url, { headers, signal: AbortSignal.timeout(GATE_SECONDS * 1_000) }, answer => resolve(answer.resume()))
      .once('error', reject)
      .end()
  })
}
