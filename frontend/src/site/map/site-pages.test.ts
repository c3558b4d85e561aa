import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { pageTitles } from '../page-titles.ts'
import { sitePages, subjects } from './site-pages.ts'

const PAGES = join(import.meta.dirname, '../../pages/[...lang]')
const listed = subjects.flatMap(subject => sitePages[subject].map(({ page, path }) => ({ page: page as string, path })))

/** Pages that a mail, a provider, another page or the browser leads to, and that say nothing without what it gives them. */
const onlyLedTo = [
  'complete',
  'reset',
  'verification',
  'counterTicket',
  'unsubscribe',
  'offline',
  'lost',
  'userProfile',
]

test('the site map lists each page once, but those that say nothing to a visitor who was not led there', () => {
  const names = [...listed.map(({ page }) => page), ...onlyLedTo]
  expect(names.sort()).toEqual(Object.keys(pageTitles.fr).sort())
})

test('each page of the site map is where it says', () => {
  for (const { page, path } of listed) {
    const file = join(PAGES, `${path === '/' ? 'index' : path}.astro`)
    expect(existsSync(file), `${page}: ${path}`).toBe(true)
  }
})
