import type { Page } from '@playwright/test'
import { facts } from './facts.ts'
import { expect, reached, test } from './journey.ts'
import { handedOver, playAll, signedIn, takeCode, wonLongAgo } from './people.ts'
import { field } from './play-page.ts'

const shown = (code: string) => `${code.slice(0, 5)}-${code.slice(5)}`
const prizes = (page: Page) => page.locator('main').getByRole('listitem')
const more = (page: Page) => page.getByRole('button', { name: 'Afficher les suivants' })
const unreachable = (page: Page) => page.getByRole('alert').filter({ hasText: 'Nous n’arrivons pas à joindre' })
const hour = String.raw`\d+\sh(\s\d\d)?`

test('prizes beyond the first page are shown on demand, newest first, and the first new one takes the focus [1.1/Z]', async ({
  page,
  context,
}) => {
  const person = await signedIn(context)
  const codes: string[] = []
  while (codes.length < 14) codes.push(await takeCode())
  await playAll(person, codes)
  const newestFirst = codes.map(shown).reverse()

  await page.goto('/mes-gains')
  await expect(prizes(page)).toHaveCount(12)
  let asked = 0
  await page.route('**/me/tickets?*cursor=*', route => (asked++ ? route.continue() : route.abort()))
  await more(page).click()
  await expect(unreachable(page)).toBeVisible()
  await expect(more(page)).toBeFocused()
  await expect(prizes(page)).toHaveCount(12)

  await page.keyboard.press('Enter')
  await expect(prizes(page)).toHaveCount(14)
  await expect(unreachable(page)).toBeHidden()
  await expect(more(page)).toBeHidden()
  await expect(prizes(page).nth(12).getByRole('heading')).toBeFocused()
  for (const [place, code] of newestFirst.entries()) await expect(prizes(page).nth(place)).toContainText(code)
  reached('1.1/Z')
})

test('each prize says until when it can be collected, when it was handed over, or that it is expired [1.1/Y 1.1/Z]', async ({
  page,
  context,
}) => {
  const person = await signedIn(context)
  const [waiting, received] = [await takeCode('the-detox'), await takeCode('coffret-39')]
  await playAll(person, [waiting, received])
  await handedOver(received)
  const late = await wonLongAgo(person)
  const prize = (code: string) => prizes(page).filter({ hasText: shown(code) })
  const today = new Intl.DateTimeFormat('fr-FR', { dateStyle: 'long', timeZone: 'Europe/Paris' })

  await page.goto('/mes-gains')
  await expect(prizes(page)).toHaveCount(3)
  await expect(prize(waiting).getByRole('heading')).toHaveText('Thé détox ou infusion')
  reached('1.1/Y')
  await expect(prize(waiting)).toContainText(
    new RegExp(String.raw`À retirer\s*en boutique jusqu’au \d+(er)? \S+ \d{4} (inclus|à ${hour})`),
  )
  await expect(prize(received)).toContainText('Remis')
  await expect(prize(received)).toContainText(`le ${today.format(new Date()).replace(/^1 /, '1er ')}`)
  await expect(prize(late)).toContainText(/Délai dépassé\s*pouvait être retiré jusqu’au \d/)
  reached('1.1/Z')

  await page.goto('/en/mes-gains')
  await expect(prize(waiting)).toContainText(/To collect\s*in our shops until \d+ \S+ \d{4} (inclusive|at \d\d:\d\d)/)
  await expect(prize(received)).toContainText(/Handed over\s*on \d+ \S+ \d{4}/)
  await expect(prize(late)).toContainText(/Expired\s*could be collected until \d/)
})

test('a player without a prize is invited to play', async ({ page, context }) => {
  await signedIn(context)
  await page.goto('/mes-gains')
  await expect(page.getByRole('heading', { name: 'Pas encore de gain' })).toBeVisible()
  await expect(prizes(page)).toHaveCount(0)
  await page.getByRole('link', { name: 'Jouer un code' }).click()
  await expect(page).toHaveURL(/\/jeu$/)
  await expect(field(page)).toBeVisible()
})

test('without the backend the list says so, and loads on request once it is back', async ({ page, context }) => {
  const person = await signedIn(context)
  await playAll(person, [await takeCode()])
  let asked = 0
  await page.route(`${facts().webUrl}/api/me**`, route => {
    asked++
    return route.abort('connectionrefused')
  })
  await page.goto('/mes-gains')
  await expect(unreachable(page)).toBeVisible()
  const retry = page.getByRole('button', { name: 'Réessayer' })
  await retry.click()
  await expect.poll(() => asked).toBe(2)
  await expect(unreachable(page)).toBeVisible()
  await expect(retry).toBeFocused()
  expect(asked).toBe(2)

  await page.unroute(`${facts().webUrl}/api/me**`)
  await page.keyboard.press('Enter')
  await expect(prizes(page)).toHaveCount(1)
  await expect(prizes(page).getByRole('heading')).toBeFocused()
})

test('a list that cannot be read does not look like an empty one, and can be loaded again', async ({
  page,
  context,
}) => {
  await signedIn(context)
  await page.route('**/me/tickets?*', route => route.abort('connectionrefused'))
  await page.goto('/mes-gains')
  await expect(unreachable(page)).toBeVisible()
  await expect(page.getByText('Connecté : Alix')).toBeVisible()
  await page.unroute('**/me/tickets?*')
  await page.getByRole('button', { name: 'Réessayer' }).press('Enter')
  await expect(page.getByRole('heading', { name: 'Pas encore de gain' })).toBeFocused()
})
