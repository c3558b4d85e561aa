import type { FastifyRequest } from 'fastify'
import type { Config } from './config.ts'

/**
 * Tells requests that came to the API's own host from those that came through the site, by the host that they name.
 * Any host but that of `API_URL` counts as the site's: nginx distinguishes them in the same way.
 */
export function openApiHost({ http, web }: Pick<Config, 'http' | 'web'>): (request: FastifyRequest) => boolean {
  const { protocol, host: apiHost } = new URL(http.apiUrl)
  if (apiHost === new URL(web.url).host) return () => false
  // Some clients of HTTP/2 name the usual port as well.
  return ({ host }) => URL.parse(`${protocol}//${host}`)?.host === apiHost
}
