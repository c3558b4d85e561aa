import type { APIRequestContext, BrowserContext, Page } from '@playwright/test'
import { expect, test } from './journey.ts'
import { inEnglish, publicPages, quiet } from './pages.ts'
import { callApi, mailedToken, signedIn } from './people.ts'

/** Scripts that a public page loads before it can be read, compressed by gzip, in bytes, for a visitor. */
const PUBLIC_LIMIT = 15_000
/** The same for a player who is signed in and has confirmed their address, before a prize. */
const PLAYER_LIMITS = { '/jeu': 27_000, '/mes-gains': 25_000, '/': 15_200, '/reglement': 15_200 }

/** French words are the longer ones; with them come the rules that typeset them. */
const visited = { 320: publicPages, 390: publicPages.map(inEnglish), 1280: [...publicPages, '/nulle-part'] }

for (const [width, paths] of Object.entries(visited))
  test.describe(`at ${width} pixels`, () => {
    test.use({ viewport: { width: Number(width), height: 800 }, colorScheme: width === '320' ? 'dark' : 'light' })

    test('no public page grows heavy unnoticed: what is loaded before it can be read', async ({ context, request }) => {
      test.slow()
      for (const [path, weight] of await weightsOf(context, request, paths))
        expect.soft(weight, path).toBeLessThanOrEqual(PUBLIC_LIMIT)
    })
  })

test('what a player loads before a prize stays light', async ({ page, context, request }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  const { email } = await signedIn(context)
  await callApi('/auth/email/verify', { token: await mailedToken(email, 'verification') })
  // From here on, the browser knows that a player signed in.
  await page.goto('/jeu')
  await expect(page.getByText('Connecté : Alix')).toBeVisible()
  for (const [path, weight] of await weightsOf(context, request, Object.keys(PLAYER_LIMITS)))
    expect.soft(weight, path).toBeLessThanOrEqual(PLAYER_LIMITS[path as keyof typeof PLAYER_LIMITS])
})

/** Each path is opened in a tab of its own: what one page loads late never counts for the next. */
async function weightsOf(context: BrowserContext, request: APIRequestContext, paths: string[]) {
  const weights = new Map<string, number>()
  for (let start = 0; start < paths.length; start += 4) {
    const few = paths.slice(start, start + 4)
    await Promise.all(few.map(async path => weights.set(path, await weightOf(await context.newPage(), request, path))))
  }
  return weights
}

async function weightOf(page: Page, request: APIRequestContext, path: string): Promise<number> {
  const paths = new Set<string>()
  // By path: Astro asks once more, with a query, for a script that a changing network has lost.
  page.on('request', request => request.resourceType() === 'script' && paths.add(new URL(request.url()).pathname))
  await page.goto(path)
  await settled(page)
  await page.close()
  const weight = await weigh(request, [...paths])
  console.log(`${path.padEnd(48)} ${weight} bytes`)
  expect(weight, path).toBeGreaterThan(0)
  return weight
}

/** Waits until the page has loaded all that it loads untouched, the parts in sight among it, and what they load in turn. */
async function settled(page: Page): Promise<void> {
  await quiet(page, { justRead: true })
  await page.waitForFunction(() =>
    [...document.querySelectorAll('astro-island[ssr][client="visible"] > :first-child')].every(part => {
      const { top, bottom } = part.getBoundingClientRect()
      return top > window.innerHeight || bottom < 0
    }),
  )
  await page.waitForLoadState('networkidle')
}

async function weigh(request: APIRequestContext, paths: string[]): Promise<number> {
  const sizes = paths.map(async path => {
    const answer = await request.head(path, { headers: { 'accept-encoding': 'gzip' } })
    expect(answer.headers()['content-encoding'], path).toBe('gzip')
    return Number(answer.headers()['content-length'])
  })
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
}
