import { expect, reached, test } from './journey.ts'
import { quiet } from './pages.ts'
import { signedIn, takeCode } from './people.ts'
import { countPlays, discover, field, modal } from './play-page.ts'

test('two clicks send one request [1.1/O]', async ({ page, context }) => {
  await signedIn(context)
  const plays = countPlays(page)
  await page.goto('/jeu')
  await field(page).fill(await takeCode())
  await discover(page).dblclick()
  await expect(modal(page)).toContainText('Félicitations')
  expect(plays.sent).toBe(1)
  reached('1.1/O')
})

test('a click between the answer and the prize sends no other request [1.1/O]', async ({ page, context }) => {
  await signedIn(context)
  const plays = countPlays(page)
  const held = Promise.withResolvers<void>()
  await page.route('**/plays', async route => {
    await held.promise
    await route.fallback()
  })
  await page.goto('/jeu')
  await field(page).fill(await takeCode())
  const answered = page.waitForResponse(answer => answer.url().endsWith('/plays') && answer.ok())
  await discover(page).click()
  await page.locator('form button[type=submit]').click({ force: true })
  held.resolve()
  await answered
  await page.locator('form button[type=submit]').dispatchEvent('click')
  await expect(modal(page)).toContainText('Félicitations')
  expect(plays.sent).toBe(1)
  reached('1.1/O')
})

test('a broken connection is reported, and another try shows the prize that was already won [1.1/O 1.1/W 1.1/X]', async ({
  page,
  context,
}) => {
  await signedIn(context)
  let answers = 0
  await page.route('**/plays', async route => {
    if (route.request().method() !== 'POST' || answers++) return route.continue()
    await route.fetch()
    await route.abort('connectionreset')
  })
  await page.goto('/jeu')
  await field(page).fill(await takeCode('coffret-39'))
  await discover(page).click()
  await expect(modal(page)).toContainText('Nous n’arrivons pas à joindre nos serveurs')
  reached('1.1/W')
  await modal(page).getByRole('button', { name: 'Réessayer' }).click()
  await expect(modal(page).locator('[data-prize="coffret-39"]')).toBeVisible()
  reached('1.1/X')
  expect(answers).toBe(2)
  reached('1.1/O')
})

test('on a slow network the player reads that the code is on its way [1.1/O]', async ({ page, context }) => {
  await signedIn(context)
  let release = () => {}
  const held = new Promise<void>(resolve => {
    release = resolve
  })
  await page.route('**/plays', async route => {
    if (route.request().method() === 'POST') await held
    await route.continue()
  })
  await page.goto('/jeu')
  await field(page).fill(await takeCode())
  await discover(page).click()
  await expect(page.getByRole('button', { name: 'Votre lot infuse…' })).toBeVisible()
  reached('1.1/O')
  await expect(page.getByText('Le réseau est lent')).toBeVisible()
  release()
  await expect(modal(page)).toContainText('Félicitations')
})

test('a play without an answer is reported after ten seconds, and the code is still there for another try [1.1/O 1.1/W 1.1/L]', async ({
  page,
  context,
}) => {
  await signedIn(context)
  const code = await takeCode()
  await page.route('**/plays', () => new Promise(() => {}))
  await page.goto('/jeu')
  await field(page).fill(code)
  await discover(page).click()
  await expect(modal(page)).toContainText('La réponse tarde trop', { timeout: 13_000 })
  reached('1.1/O', '1.1/W')
  await expect(field(page)).toHaveValue(`${code.slice(0, 5)}-${code.slice(5)}`)
  reached('1.1/L')
  await page.unroute('**/plays')
  await modal(page).getByRole('button', { name: 'Réessayer' }).click()
  await expect(modal(page)).toContainText('Félicitations')
})

test('a player whom the backend could not recognise for a moment can still play, and is recognised then', async ({
  page,
  context,
}) => {
  await signedIn(context)
  await page.route('**/me', route => route.abort('connectionreset'))
  await page.goto('/jeu')
  await quiet(page)
  await expect(page.getByRole('link', { name: 'Se connecter' })).toHaveCount(0)
  await page.unroute('**/me')
  await field(page).fill(await takeCode())
  await discover(page).click()
  await expect(modal(page)).toContainText('Félicitations')
  await modal(page).getByRole('button', { name: 'Jouer un autre code' }).click()
  await expect(page.getByText('Connecté : Alix')).toBeVisible()
})
