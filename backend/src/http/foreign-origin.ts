import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../refusal.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Accepts a change from any origin, because the request itself proves whose wish it is. */
    anyOrigin?: boolean
  }
}

const READING = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Accepts changes from the site alone, unless the route says otherwise: a cookie does not prove where a request comes
 * from. Refuses `origin-refused`.
 */
export function refuseForeignOrigin(origin: string) {
  return ({ method, headers, routeOptions }: FastifyRequest, _reply: FastifyReply, done: (error?: Error) => void) => {
    const accepted = READING.has(method) || headers.origin === origin || routeOptions.config.anyOrigin
    done(accepted ? undefined : new Refusal('origin-refused'))
  }
}
