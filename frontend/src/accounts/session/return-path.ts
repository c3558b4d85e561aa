/**
 * Returns the page to open after signing in, as the address asks (`?suite=`), if it is a page of this site. Returns
 * null for anything that a browser could read as another site.
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
