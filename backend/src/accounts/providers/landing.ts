const DEFAULT = '/jeu'
const LONGEST = 300

/**
 * Where on the web site a person goes on after signing in: the path that was asked for when it is one of the site,
 * else the game. What a browser would read as another site (`//…`, `/\…`, a scheme) is not.
 */
export function landingPath(asked: string | undefined, webUrl: string): string {
  if (!asked?.startsWith('/') || asked.length > LONGEST) return DEFAULT
  const site = new URL(webUrl)
  const url = URL.parse(asked, site.href)
  if (url?.origin !== site.origin || url.pathname.startsWith('//')) return DEFAULT
  return url.pathname + url.search + url.hash
}
