import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { getCACertificates } from 'node:tls'
import type { Home } from './home.ts'

/** The authority of services of one's own, where there is one. */
export const ownAuthorities = (home: Home): string => join(home.tls, 'authorities.pem')

/** What everybody trusts, and the authority of services of one's own, where there is one. */
export async function trustedBy(home: Home): Promise<string[]> {
  const own = await readFile(ownAuthorities(home), 'utf8').catch(() => null)
  return [...new Set([...getCACertificates('bundled'), ...getCACertificates('system'), ...(own ? [own] : [])])]
}
