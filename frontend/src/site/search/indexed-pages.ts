import { languages, pathIn } from '../../ui/language.ts'
import type { PageName } from '../page-titles.ts'

/** The pages that search engines may show, with their address in French. Any other one concerns one person alone. */
const indexedPages: Partial<Record<PageName, string>> = {
  home: '/',
  game: '/jeu',
  register: '/inscription',
  signIn: '/connexion',
  rules: '/reglement',
  notice: '/mentions-legales',
  privacy: '/confidentialite',
  cookies: '/cookies',
}

export function isIndexed(page: PageName): boolean {
  return page in indexedPages
}

/** Returns the sitemap of the site at this address, each page with its translations: https://www.sitemaps.org/protocol */
export function sitemapOf(site: URL): string {
  const urls = Object.values(indexedPages).flatMap(path => {
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
