import type { APIRequestContext, Page } from '@playwright/test'
import { expect, test } from './journey.ts'
import { quiet } from './pages.ts'
import { signedIn } from './people.ts'

/** Scripts that a page loads before it can be used, compressed by gzip, in bytes. */
const LIMITS = {
  '/': 16_300,
  '/reglement': 17_200,
  '/mentions-legales': 13_500,
  '/accessibilite': 13_500,
  '/plan-du-site': 13_500,
  '/nulle-part': 13_500,
  '/connexion': 25_100,
  '/inscription': 27_000,
  '/jeu': 30_000,
  '/mes-gains': 28_000,
}

test('no page grows heavy unnoticed: what a phone loads before it can be used', async ({ page, context, request }) => {
  test.slow()
  await page.setViewportSize({ width: 390, height: 844 })
  await signedIn(context)
  for (const [path, limit] of Object.entries(LIMITS)) {
    const scripts = scriptsOf(page)
    await page.goto(path)
    await quiet(page)
    const weight = await weigh(request, scripts.end())
    console.log(`${path.padEnd(18)} ${(weight / 1000).toFixed(1)} kB`)
    expect(weight, path).toBeGreaterThan(0)
    expect(weight, path).toBeLessThan(limit)
  }
})

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
