const DEFAULT = '/jeu'
const LONGEST = 300

/**
 * The path to which a person continues after signing in: the one asked for if it is on the web site, otherwise the
 * game. What a browser would read as another site (`//…`, `/\…`, a scheme) is not on it.
 */
export function landingPath(asked: string | undefined, webUrl: string): string {
  if (!asked?.startsWith('/') || asked.length > LONGEST) return DEFAULT
  const site = new URL(webUrl)
  const url = URL.parse(asked, site.href)
  if (url?.origin !== site.origin || url.pathname.startsWith('//')) return DEFAULT
  return url.pathname + url.search + url.hash
}
