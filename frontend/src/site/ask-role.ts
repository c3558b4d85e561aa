import type { Role } from '@tiptop/contract/accounts.ts'

/** `role`: null without a session, `unknown` if the backend did not say. `cookies`: those that the backend sets. */
type AskedRole = { role: Role | null | 'unknown'; cookies: string[] }

const TIMEOUT_MS = 3_000

/** Asks the backend for the role of the user with these cookies. A session renewed meanwhile comes back as a cookie. */
export async function askRole(apiUrl: string, cookie: string | null): Promise<AskedRole> {
  if (!cookie) return { role: null, cookies: [] }
  try {
    const answer = await fetch(`${apiUrl}/me`, {
      headers: { cookie },
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    const cookies = answer.headers.getSetCookie()
    if (answer.status === 401) return { role: null, cookies }
    if (!answer.ok) return { role: 'unknown', cookies: [] }
    const { role } = (await answer.json()) as { role: Role }
    return { role, cookies }
  } catch {
    return { role: 'unknown', cookies: [] }
  }
}
