/**
 * Returns the path at the API that a request to nginx asked for, or null if it asked the site for a page. The API is
 * under /api/ of the site and under the name that begins with "api.".
 */
export function apiPath(host: string, path: string): string | null {
  if (host.startsWith('api.')) return path
  return path.startsWith('/api/') ? path.slice('/api'.length) : null
}
