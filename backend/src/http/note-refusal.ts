import type { RefusalCode } from '@tiptop/contract/refusals.ts'
import type { FastifyRequest } from 'fastify'
import type { Metrics } from '../metrics.ts'
import type { Refusal } from '../refusal.ts'

/** Refusals of which many mean that someone tries doors. Each is counted; these are in the log as well. */
const WATCHED: ReadonlySet<RefusalCode> = new Set<RefusalCode>([
  'invalid-credentials',
  'account-disabled',
  'too-many-attempts',
  'sign-in-busy',
  'role-needed',
  'origin-refused',
  'account-mismatch',
  'provider-refused',
])

const quietUntil = new Map<RefusalCode, number>()

/**
 * Counts a refusal by its code, and logs a watched one: at most one line a second and code, so that a flood of requests
 * is none of lines. A line names the route, never its URL, because that may hold a code or a token; neither body, cookie
 * nor the visitor's address, which is personal data and stands with the counts.
 */
export function noteRefusal({ refusals }: Pick<Metrics, 'refusals'>, request: FastifyRequest, { code }: Refusal): void {
  refusals.inc({ code })
  if (!WATCHED.has(code) || Date.now() < (quietUntil.get(code) ?? 0)) return
  quietUntil.set(code, Date.now() + 1000)
  const { method, routeOptions, session, id: requestId } = request
  const account = session?.userId ?? null
  request.log.info({ refused: code, method, route: routeOptions.url, account, requestId }, 'request refused')
}
