import { siteWords } from '../words.ts'

/** Returns the house as search engines read it: https://schema.org/Organization */
export function organizationOf(site: URL): string {
  return JSON.stringify({
    '@context': 'https://schema.org',
    '@type': 'Organization',
    name: siteWords.fr.name,
    url: site.href,
    logo: new URL('/icon-512.png', site).href,
  })
}
