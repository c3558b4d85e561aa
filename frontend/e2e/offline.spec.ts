import type { BrowserContext, Page } from '@playwright/test'
import { decodeQR } from 'qr/decode.js'
import { expect, test } from './journey.ts'
import { makePerson, playAll, sessionEnds, signedIn, takeCode } from './people.ts'
import { modal } from './play-page.ts'

test.use({ serviceWorkers: 'allow' })

const shown = (code: string) => `${code.slice(0, 5)}-${code.slice(5)}`
const prizes = (page: Page) => page.locator('main').getByRole('listitem')
const away = (page: Page) => page.getByRole('status').filter({ hasText: 'Vous êtes hors ligne' })
const house = (page: Page) => page.getByRole('heading', { name: 'Pas de réseau' })

/** A player with a prize that is waiting, who has seen it in this browser. */
async function sawPrize(page: Page, context: BrowserContext): Promise<string> {
  const player = await signedIn(context)
  const code = await takeCode('the-detox')
  await playAll(player, [code])
  await page.goto('/mes-gains')
  await expect(prizes(page)).toContainText(shown(code))
  await page.evaluate(() => navigator.serviceWorker.ready)
  return code
}

/** What a scanner reads from the picture on the screen. */
async function scanned(page: Page): Promise<string> {
  const picture = page.getByRole('img', { name: /QR code/ })
  const base64 = (await picture.screenshot()).toString('base64')
  const { data, width, height } = await page.evaluate(async base64 => {
    const bytes = Uint8Array.from(atob(base64), character => character.charCodeAt(0))
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
    // A few pixels for each module are enough, and travel faster.
    const [width, height] = [200, 200]
    const context = new OffscreenCanvas(width, height).getContext('2d')
    context?.drawImage(bitmap, 0, 0, width, height)
    return { data: [...(context?.getImageData(0, 0, width, height).data ?? [])], width, height }
  }, base64)
  return decodeQR({ data: new Uint8Array(data), width, height })
}

for (const width of [320, 1280])
  test(`without network the prizes that were seen open with their QR codes, and any other page says so, at ${width} pixels`, async ({
    page,
    context,
  }) => {
    test.slow()
    await page.setViewportSize({ width, height: 740 })
    const code = await sawPrize(page, context)
    await context.setOffline(true)
    await page.reload()
    await expect(prizes(page)).toContainText(shown(code))
    await expect(away(page)).toContainText(/tels que vous les avez vus le \d.* à \d+\sh\s\d\d/)
    await page.getByRole('button', { name: 'Montrer en boutique' }).click()
    await expect(modal(page)).toBeVisible()
    expect(await scanned(page)).toBe(code)

    await page.goto('/reglement')
    await expect(house(page)).toBeVisible()
    expect(new URL(page.url()).pathname).toBe('/reglement')
    await page.goto('/en/jeu')
    await expect(page.getByRole('heading', { name: 'No network' })).toBeVisible()
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(overflow).toBeLessThanOrEqual(0)
    await page.getByRole('link', { name: 'See my prizes' }).click()
    await expect(prizes(page)).toContainText(shown(code))

    await context.setOffline(false)
    await expect(page.getByText('You are offline')).toBeHidden()
    await expect(prizes(page)).toContainText(shown(code))
  })

test('without network a player with more prizes than are kept reads that older ones are missing', async ({
  page,
  context,
}) => {
  const codes = await Promise.all(Array.from({ length: 13 }, () => takeCode()))
  await playAll(await signedIn(context), codes)
  await page.goto('/mes-gains')
  await expect(prizes(page)).toHaveCount(12)
  await page.evaluate(() => navigator.serviceWorker.ready)
  await context.setOffline(true)
  await page.reload()
  await expect(away(page)).toContainText('Seuls les 12 plus récents sont gardés ici')
  await context.setOffline(false)
  await page.getByRole('button', { name: 'Afficher les suivants' }).click()
  await expect(prizes(page)).toHaveCount(13)
  await context.setOffline(true)
  await page.reload()
  await expect(away(page)).toContainText('tels que vous les avez vus')
  await expect(prizes(page)).toHaveCount(13)
  await expect(away(page)).not.toContainText('Seuls')
})

test('after signing out, nothing of the prizes is left in the browser', async ({ page, context }) => {
  const code = await sawPrize(page, context)
  await page.route('**/auth/logout', async route => {
    expect(await keptAnywhere(page, code), 'before the answer').toEqual([])
    await route.continue()
  })
  await page.getByRole('button', { name: 'Se déconnecter' }).click()
  await expect(page.getByRole('link', { name: 'Se connecter' })).toBeVisible()
  expect(await keptAnywhere(page, code)).toEqual([])
  await context.setOffline(true)
  await page.goto('/mes-gains')
  await expect(page.getByRole('alert').filter({ hasText: 'Nous n’arrivons pas à joindre' })).toBeVisible()
  await expect(page.getByText(shown(code))).toBeHidden()
})

test('prizes do not outlive a session that ended elsewhere, nor are they left to the next person', async ({
  page,
  context,
}) => {
  const code = await sawPrize(page, context)
  await signedIn(context, await makePerson({ firstName: 'Bruno' }))
  await page.goto('/')
  await expect(page.getByRole('link', { name: 'Connecté : Bruno' })).toBeVisible()
  expect(await keptAnywhere(page, code)).toEqual([])

  const other = await sawPrize(page, context)
  await sessionEnds(context)
  await page.goto('/')
  await expect(page.getByRole('link', { name: 'Se connecter' })).toBeVisible()
  expect(await keptAnywhere(page, other)).toEqual([])
})

test('a network that answers nothing is not waited for: the prizes are shown, and renewed when it does', async ({
  page,
  context,
}) => {
  const code = await sawPrize(page, context)
  const held = Promise.withResolvers<void>()
  await page.route('**/api/me', async route => {
    await held.promise
    await route.continue()
  })
  await page.reload()
  await expect(page.getByRole('status').filter({ hasText: 'Nos serveurs ne répondent pas' })).toBeVisible()
  await page.getByRole('button', { name: 'Montrer en boutique' }).click()
  await expect(modal(page)).toBeVisible()
  held.resolve()
  await expect(page.getByText('Nos serveurs ne répondent pas')).toBeHidden()
  await expect(modal(page), 'the QR code stays open').toBeVisible()
  expect(await scanned(page)).toBe(code)
})

/** Where this browser holds the code: its storages, and the files of its caches. */
function keptAnywhere(page: Page, code: string): Promise<string[]> {
  return page.evaluate(async code => {
    const found = [localStorage, sessionStorage].flatMap(storage =>
      Object.entries(storage).flatMap(([name, value]) => (String(value).includes(code) ? [name] : [])),
    )
    for (const name of await caches.keys()) {
      const cache = await caches.open(name)
      for (const request of await cache.keys()) {
        const text = await (await cache.match(request))?.text()
        if (text?.includes(code) || request.url.includes('/api/')) found.push(request.url)
      }
    }
    return found
  }, code)
}
