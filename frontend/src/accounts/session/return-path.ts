/**
 * The page to go on to after signing in, as the address asks for it (`?suite=`): a page of this site, or null.
 * Anything that a browser could read as another site is none.
 */
export function localPath(asked: string | null): string | null {
  if (!asked || !/^\/(?![/\\])/.test(asked)) return null
  const base = 'https://site.invalid'
  try {
    const url = new URL(asked, base)
    return url.origin === base ? url.pathname + url.search : null
  } catch {
    return null
  }
}
