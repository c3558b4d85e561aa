/** Longer paths do not fit the cookie of a sign-in under way. */
const LONGEST = 300
/** A host that cannot exist, so no address that names a host can be on it. */
const SITE = 'https://site.invalid'

/**
 * Returns the path on the site at which a person continues after signing in (`?suite=`), as browsers read it. Returns
 * null for a path of more than 300 characters, and for what leads to another site. The check comes after normalising:
 * `/.//evil.example` is the path `//evil.example`, which the next reader takes for a host.
 */
export function returnPathOf(asked: string | null | undefined): string | null {
  if (!asked?.startsWith('/') || !URL.canParse(asked, SITE)) return null
  const { origin, pathname, search, hash } = new URL(asked, SITE)
  const path = pathname + search + hash
  return origin === SITE && !path.startsWith('//') && path.length <= LONGEST ? path : null
}
