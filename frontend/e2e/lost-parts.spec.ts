import type { Page } from '@playwright/test'
import { search } from './counter-page.ts'
import { expect, test } from './journey.ts'
import { quiet } from './pages.ts'
import { makeStaff, playAll, signedIn, takeCode } from './people.ts'
import { discover, field, modal } from './play-page.ts'

/** Counts how often the browser loads a page. */
function countLoads(page: Page): { count: number } {
  const loads = { count: 0 }
  page.on('request', request => {
    if (request.isNavigationRequest() && request.method() === 'GET') loads.count++
  })
  return loads
}

const show = (page: Page) => page.getByRole('button', { name: 'Montrer en boutique' })
const notice = (page: Page) => page.getByRole('alert').filter({ hasText: 'Une partie de la page' })

async function withPrize(page: Page): Promise<void> {
  const player = await signedIn(page.context())
  await playAll(player, [await takeCode('infuseur')])
  await page.goto('/mes-gains')
  await expect(show(page)).toBeVisible()
}

test('a part that is lost after a new release comes with the page, which is loaded again once', async ({ page }) => {
  const loads = countLoads(page)
  await page.route('**/shop-code-dialog*', route =>
    loads.count < 2 ? route.fulfill({ status: 404 }) : route.continue(),
  )
  await withPrize(page)
  const again = page.waitForEvent('load')
  await show(page).click()
  await again
  await show(page).click()
  await expect(modal(page).getByRole('img', { name: /QR code/ })).toBeVisible()
  expect(loads.count).toBe(2)
})

test('without a network the page stays, says so, and shows the part once the network is back', async ({
  page,
  context,
}) => {
  await page.setViewportSize({ width: 390, height: 844 })
  const loads = countLoads(page)
  await withPrize(page)
  await quiet(page)
  await context.setOffline(true)
  await show(page).click()
  await expect(page.getByText('Le QR code n’a pas pu être chargé')).toBeVisible()
  await expect(notice(page)).toBeHidden()
  expect(loads.count).toBe(1)
  await context.setOffline(false)
  await expect(async () => {
    await show(page).click({ timeout: 500 })
    await expect(modal(page).getByRole('img', { name: /QR code/ })).toBeVisible({ timeout: 500 })
  }).toPass()
})

for (const [name, answer] of [
  ['is gone', { status: 404, body: '' }],
  ['is answered by a page', { status: 200, contentType: 'text/html', body: '<!doctype html>' }],
] as const)
  test(`a page whose script ${name} is loaded again once, never in a loop, and the code stays`, async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 640 })
    const loads = countLoads(page)
    await page.goto('/jeu')
    await field(page).fill('ABCDE-FG')
    await page.route(/_astro\/game\..*\.js/, route => route.fulfill(answer))
    loads.count = 0
    await page.goto('/jeu')
    await expect(notice(page)).toBeVisible()
    await expect(field(page)).toBeDisabled()
    expect(loads.count).toBe(2)

    await page.unroute(/_astro\/game\..*\.js/)
    await notice(page).getByRole('button', { name: 'Recharger la page' }).click()
    await expect(field(page)).toHaveValue('ABCDE-FG')
    await expect(discover(page)).toBeEnabled()
    await expect(notice(page)).toBeHidden()
  })

test('a file that every page needs is lost once: the page loads again by itself', async ({ page }) => {
  let lost = 0
  await page.route(/_astro\/every-page\..*\.js/, route => (lost++ ? route.continue() : route.abort('connectionreset')))
  await page.goto('/jeu')
  await expect(field(page)).toBeEnabled()
})

test('what an employee typed is not lost for a part that does not load', async ({ page, context }) => {
  await signedIn(context, await makeStaff('employee'))
  const loads = countLoads(page)
  await page.route('**/camera-dialog*', route => route.abort('connectionreset'))
  await page.goto('/employe')
  await search(page).fill('Camille')
  await page.getByRole('button', { name: 'Scanner le QR code' }).click()
  await expect(notice(page)).toBeVisible()
  await expect(search(page)).toHaveValue('Camille')
  expect(loads.count).toBe(1)
})
