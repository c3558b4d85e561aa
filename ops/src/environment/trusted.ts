import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { getCACertificates } from 'node:tls'
import type { Home } from './home.ts'

/** The file of the operator's own certificate authority, which may be missing. */
export const ownAuthorities = (home: Home): string => join(home.tls, 'authorities.pem')

/** The certificate authorities that Node and the system trust, and the operator's own. */
export async function trustedBy(home: Home): Promise<string[]> {
  const own = await readFile(ownAuthorities(home), 'utf8').catch(() => null)
  return [...new Set([...getCACertificates('bundled'), ...getCACertificates('system'), ...(own ? [own] : [])])]
}
