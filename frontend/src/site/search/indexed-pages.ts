import { languages, pathIn } from '../../ui/language.ts'
import { indexedPages } from '../map/site-pages.ts'
import type { PageName } from '../page-titles.ts'

export function isIndexed(name: PageName): boolean {
  return indexedPages.some(({ page }) => page === name)
}

/** Returns the sitemap of the site at this address, each page with its translations: https://www.sitemaps.org/protocol */
export function sitemapOf(site: URL): string {
  const urls = indexedPages.flatMap(({ path }) => {
    const alternates = alternatesOf(path, site).map(
      ({ hreflang, href }) => `<xhtml:link rel="alternate" hreflang="${hreflang}" href="${href}"/>`,
    )
    return languages.map(
      lang => `<url><loc>${new URL(pathIn(lang, path), site).href}</loc>${alternates.join('')}</url>`,
    )
  })
  return `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
${urls.join('\n')}
</urlset>
`
}

/** Returns the absolute addresses of the page at `path` in each language; French is what others get. */
export function alternatesOf(path: string, site: URL): { hreflang: string; href: string }[] {
  return [
    ...languages.map(lang => ({ hreflang: lang as string, href: new URL(pathIn(lang, path), site).href })),
    { hreflang: 'x-default', href: new URL(path, site).href },
  ]
}
