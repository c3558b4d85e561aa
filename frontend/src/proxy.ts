import { type NextRequest, NextResponse } from 'next/server'
import { hasRole, roleNeeded } from './accounts/session/spaces.ts'
import { apiUrl } from './api-url.ts'
import { askRole } from './site/ask-role.ts'

/**
 * Nodes C and D of diagrams 1.2 and 1.3: before a staff page is served, the backend says who asks for it. Visitors who
 * are not signed in, or lack the role, go to the sign-in page. If the backend does not answer, the page is served: it
 * is static and holds no data, and the API gives none without a session.
 */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const { pathname, search } = request.nextUrl
  const api = process.env.API_INTERNAL_URL || apiUrl
  const asking = await askRole(api, request.headers.get('cookie'))
  const isWelcome = asking.role === 'unknown' || (asking.role !== null && hasRole(asking.role, roleNeeded(pathname)))
  const response = isWelcome ? NextResponse.next() : NextResponse.redirect(signInUrl(request, pathname + search))
  // No cache may keep this answer: it is for one user only.
  response.headers.set('cache-control', 'private, no-store')
  for (const cookie of asking.cookies) response.headers.append('set-cookie', cookie)
  return response
}

function signInUrl({ nextUrl }: NextRequest, suite: string): URL {
  const path = nextUrl.pathname.startsWith('/en/') ? '/en/connexion' : '/connexion'
  return new URL(`${path}?suite=${encodeURIComponent(suite)}`, nextUrl)
}

export const config = {
  matcher: ['/employe/:path*', '/admin/:path*', '/en/employe/:path*', '/en/admin/:path*'],
}
