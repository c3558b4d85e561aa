/**
 * Returns what crawlers may visit of the site at this address. A site that is not published lets them in, because its
 * answers say that they are not to be indexed: a crawler that may not read an answer does not know that.
 */
export function robotsOf(site: URL, isPublished: boolean): string {
  if (!isPublished)
    return '# Every answer of this site says noindex, which crawlers have to read.\nUser-agent: *\nAllow: /\n'
  const closed = ['/api/', '/employe', '/admin', '/en/employe', '/en/admin']
  const lines = closed.map(path => `Disallow: ${path}`)
  return `User-agent: *\n${lines.join('\n')}\n\nSitemap: ${new URL('/sitemap.xml', site).href}\n`
}
