import type { APIRequestContext, Page } from '@playwright/test'
import { expect, test } from './journey.ts'
import { inEnglish, publicPages, quiet } from './pages.ts'
import { signedIn } from './people.ts'

/**
 * Scripts that a public page loads before it can be read, compressed by gzip, in bytes, for a visitor. The home page has
 * 13 kB, and 15 where its second part is in sight before the fonts are there.
 */
const PUBLIC_LIMIT = 15 * 1024
/** The same where a form says at once what went wrong: a provider refused, or a mailed link was cut short. */
const AT_ONCE = { '/connexion?erreur=provider-refused&suite=/jeu': 24_500, '/mot-de-passe': 20_000 }
/** The same for the pages of a player who is signed in, before a prize. */
const PLAYER_LIMITS = { '/jeu': 28_000, '/mes-gains': 25_500, '/': 16_800, '/reglement': 17_900 }

test('no public page grows heavy unnoticed: what a phone loads before it can be read', async ({ page, request }) => {
  test.slow()
  await page.setViewportSize({ width: 390, height: 844 })
  for (const path of [...publicPages, '/nulle-part'].flatMap(path => [path, inEnglish(path)])) {
    const limit = Object.entries(AT_ONCE).find(([start]) => path.endsWith(start))?.[1] ?? PUBLIC_LIMIT
    expect.soft(await weightOf(page, request, path), path).toBeLessThanOrEqual(limit)
  }
})

test('what a player loads before a prize stays light', async ({ page, context, request }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await signedIn(context)
  for (const [path, limit] of Object.entries(PLAYER_LIMITS))
    expect.soft(await weightOf(page, request, path), path).toBeLessThanOrEqual(limit)
})

async function weightOf(page: Page, request: APIRequestContext, path: string): Promise<number> {
  const scripts = scriptsOf(page)
  await page.goto(path)
  await quiet(page, { justRead: true })
  const weight = await weigh(request, scripts.end())
  console.log(`${path.padEnd(36)} ${(weight / 1000).toFixed(1)} kB`)
  expect(weight, path).toBeGreaterThan(0)
  return weight
}

/** Collects the addresses of the scripts that a page loads, until `end` returns them. */
function scriptsOf(page: Page) {
  const urls = new Set<string>()
  const note = (request: { url(): string; resourceType(): string }) => {
    if (request.resourceType() === 'script') urls.add(request.url())
  }
  page.on('request', note)
  return {
    end: () => {
      page.off('request', note)
      return [...urls]
    },
  }
}

async function weigh(request: APIRequestContext, urls: string[]): Promise<number> {
  const sizes = urls.map(async url => {
    const answer = await request.head(url, { headers: { 'accept-encoding': 'gzip' } })
    expect(answer.headers()['content-encoding'], url).toBe('gzip')
    return Number(answer.headers()['content-length'])
  })
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
}
