import type { Page } from '@playwright/test'
import { facts } from './facts.ts'
import { expect, test } from './journey.ts'
import { quiet, seeAll } from './pages.ts'
import { signedIn } from './people.ts'

test('the home page presents the contest: its prizes with their shares, the steps, the grand prize and the time left', async ({
  page,
}) => {
  await page.goto('/')
  await seeAll(page)
  const prizes = page.locator('#lots').getByRole('listitem')
  await expect(prizes).toHaveCount(5)
  for (const [slug, share] of [
    ['infuseur', '60'],
    ['the-detox', '20'],
    ['the-signature', '10'],
    ['coffret-39', '6'],
    ['coffret-69', '4'],
  ])
    await expect(prizes.filter({ has: page.locator(`[data-prize="${slug}"]`) })).toContainText(
      new RegExp(`${share}\\s%`),
    )
  await expect(page.getByText('D’une valeur de 360')).toBeVisible()
  await expect(page.getByText('Fin du jeu dans')).toBeVisible()
  await expect(
    page.getByText(/Les codes se jouent jusqu’au \d+(er)? \S+ \d{4} (inclus|à \d+\sh(\s\d\d)?)/),
  ).toBeVisible()
})

test('search engines and shared links learn what the site is, and when the contest takes place', async ({
  page,
  request,
}) => {
  const contest = await (await fetch(`${facts().apiUrl}/contest`)).json()
  for (const [path, lang] of [
    ['/', 'fr'],
    ['/en', 'en'],
  ] as const) {
    await page.goto(path)
    const data = page.locator('script[type="application/ld+json"]')
    await expect(data).toHaveCount(2)
    const [house, event] = (await data.allTextContents()).map(text => JSON.parse(text))
    expect(house).toMatchObject({ '@type': 'Organization', name: 'Thé Tip Top' })
    expect(event).toMatchObject({ '@type': 'Event', startDate: contest.opensAt, endDate: contest.playsUntil })
    const head = (name: string) => page.locator(`meta[property="og:${name}"]`).getAttribute('content')
    expect(await head('image')).toContain(`/share-${lang}.png`)
    expect(await page.locator('link[rel=canonical]').getAttribute('href')).toBe(await head('url'))
    const manifest = await (
      await request.get((await page.locator('link[rel=manifest]').getAttribute('href')) ?? '')
    ).json()
    expect(manifest).toMatchObject({ lang, start_url: path, display: 'standalone' })
    const icons = page.locator('link[rel*=icon]')
    const files = [await head('image'), house.logo, ...manifest.icons.map(({ src }: { src: string }) => src)]
    for (const icon of await icons.all()) files.push(await icon.getAttribute('href'))
    for (const file of files) expect((await request.get(file)).status(), file).toBe(200)
  }
})

test('once the contest is over the home page says so', async ({ page }) => {
  const { webUrl, closedApiUrl } = facts()
  await page.route(`${webUrl}/api/contest`, route => route.continue({ url: `${closedApiUrl}/contest` }))
  await page.goto('/')
  await expect(page.getByText('Le jeu est terminé')).toBeVisible()
  await expect(page.getByText(/Les derniers lots ont été remis le/)).toBeVisible()
})

const announced = [
  ['Infuseur à thé', '60 % des tickets 300 000 lots'],
  ['Thé détox ou infusion', '20 % des tickets 100 000 lots'],
  ['Thé signature', '10 % des tickets 50 000 lots'],
  ['Coffret découverte à 39 €', '6 % des tickets 30 000 lots'],
  ['Coffret découverte à 69 €', '4 % des tickets 20 000 lots'],
]

/** The prizes that the page shows, with plain spaces. */
async function shownPrizes(page: Page): Promise<string[]> {
  const prizes = await page.locator('#lots').getByRole('listitem').allInnerTexts()
  return prizes.map(text => text.replace(/\s+/g, ' ').trim())
}
const asAnnounced = announced.map(([name, share]) => expect.stringMatching(new RegExp(`^${name} .*${share}$`)))

test('without the backend the home page shows the prizes as they are announced, and asks no signed-in player to sign in', async ({
  page,
  context,
}) => {
  await signedIn(context)
  await page.goto('/mes-gains')
  await expect(page.getByText('Connecté : Alix')).toBeVisible()
  await page.route(`${facts().webUrl}/api/**`, route => route.abort('connectionrefused'))
  await page.goto('/')
  await seeAll(page)
  await quiet(page)
  expect(await shownPrizes(page)).toEqual(asAnnounced)
  await expect(page.getByRole('heading', { name: 'Un an de thé' })).toBeVisible()
  await expect(page.getByText('D’une valeur de 360')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Se connecter' })).toHaveCount(0)
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('the prizes are in the home page itself, in both languages', async ({ page }) => {
    await page.goto('/')
    expect(await shownPrizes(page)).toEqual(asAnnounced)
    await page.goto('/en')
    expect((await shownPrizes(page))[3]).toMatch(/^€39 discovery box .*6% of tickets 30,000 prizes$/)
  })
})

for (const width of [320, 390, 820, 1280])
  test(`prizes that the contest has in other numbers take the place of the announced ones, and nothing moves at ${width} pixels`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height: 800 })
    const held = Promise.withResolvers<void>()
    await page.route('**/api/contest', async route => {
      await held.promise
      await route.continue()
    })
    await page.goto('/')
    await seeAll(page)
    const section = page.locator('#lots')
    await expect(section).toContainText(/300\s000 lots/)
    const before = await section.boundingBox()
    held.resolve()
    await expect(section).toContainText(/tickets1\s200 lots/)
    expect(await section.boundingBox()).toEqual(before)
  })

test('the language switch keeps the page, and each page names its other language', async ({ page }) => {
  await page.goto('/connexion?suite=/mes-gains')
  await expect(page.locator('link[rel="alternate"][hreflang="en"]')).toHaveAttribute('href', /\/en\/connexion$/)
  await quiet(page)
  await page.getByRole('link', { name: /English/ }).click()
  await expect(page).toHaveURL(/\/en\/connexion\?suite=\/mes-gains$/)
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Good to see you again')
  await quiet(page)
  await page.getByRole('link', { name: /Français/ }).click()
  await expect(page).toHaveURL(/\/connexion\?suite=\/mes-gains$/)
  await page.goto('/fr/reglement')
  await expect(page).toHaveURL(/[^r]\/reglement$/)
})
