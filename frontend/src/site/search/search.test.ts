import { expect, test } from 'vitest'
import { pageTitles } from '../page-titles.ts'
import { isIndexed, sitemapOf } from './indexed-pages.ts'
import { robotsOf } from './robots.ts'

const site = new URL('https://tiptop.test')

test('the sitemap lists each public page in each language, with its translations', () => {
  const sitemap = sitemapOf(site)
  const listed = [...sitemap.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, url]) => url)
  expect(listed).toEqual(expect.arrayContaining(['https://tiptop.test/', 'https://tiptop.test/en/jeu']))
  expect(new Set(listed).size).toBe(listed.length)
  expect(listed.length).toBe(2 * Object.keys(pageTitles.fr).filter(page => isIndexed(page as never)).length)
  expect(sitemap.match(/hreflang="x-default"/g)?.length).toBe(listed.length)
})

test('pages of one person, and those of the staff, are not for search engines', () => {
  for (const page of ['mine', 'account', 'counter', 'dashboard', 'reset', 'offline', 'lost'] as const)
    expect(isIndexed(page), page).toBe(false)
})

test('the published site closes the API and the staff to crawlers, and names its sitemap', () => {
  const robots = robotsOf(site, true)
  expect(robots).toContain('Disallow: /api/\n')
  expect(robots).toContain('Sitemap: https://tiptop.test/sitemap.xml')
})

test('a site that is not published lets crawlers read that nothing is to be indexed', () => {
  const robots = robotsOf(site, false)
  expect(robots).not.toContain('Disallow')
  expect(robots).not.toContain('Sitemap')
})
