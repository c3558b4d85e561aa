import { type NextRequest, NextResponse } from 'next/server'
import { hasRole, roleNeeded } from './accounts/session/spaces.ts'
import { apiUrl } from './api-url.ts'
import { askRole } from './site/ask-role.ts'

/**
 * Nodes C and D of diagrams 1.2 and 1.3: before a page of the staff is served, the backend says who asks for it.
 * Whoever is not signed in, or lacks the role, goes to the sign-in. When the backend cannot be asked the page is
 * served: it is static and holds no data, and the API gives none to whom it does not know.
 */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const { pathname, search } = request.nextUrl
  const api = process.env.API_INTERNAL_URL || apiUrl
  const asking = await askRole(api, request.headers.get('cookie'))
  const isWelcome = asking.role === 'unknown' || (asking.role !== null && hasRole(asking.role, roleNeeded(pathname)))
  const response = isWelcome ? NextResponse.next() : NextResponse.redirect(signInUrl(request, pathname + search))
  // What one person is answered is kept by no cache, and no other person gets it.
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
