import type { FastifyHttpProxyOptions } from '@fastify/http-proxy'

/** As nginx waits for the API, see environments/server/nginx.conf. */
const PATIENCE_MS = 60_000

/** Passes requests below /api/ on to the API, which learns which host the browser asked, and from where. */
export function apiProxy(api: string): FastifyHttpProxyOptions {
  return {
    upstream: api,
    prefix: '/api',
    undici: { headersTimeout: PATIENCE_MS, bodyTimeout: PATIENCE_MS },
    replyOptions: {
      rewriteRequestHeaders: ({ headers: { host }, ip, protocol }, { 'x-forwarded-host': _claimed, ...own }) => ({
        ...own,
        ...(host && { host }),
        'x-forwarded-for': ip,
        'x-forwarded-proto': protocol,
      }),
      onError: reply =>
        void reply
          .code(503)
          .headers({ 'content-type': 'application/problem+json', 'cache-control': 'no-store', 'retry-after': '60' })
          .send(JSON.stringify({ ...unavailable, instance: reply.request.id })),
    },
  }
}

const unavailable = {
  type: '/problems/service-unavailable',
  title: 'The service is unavailable for a moment',
  status: 503,
  code: 'service-unavailable',
  retryAfterSeconds: 60,
}
