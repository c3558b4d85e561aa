import { facts } from './facts.ts'
import { expect, test } from './journey.ts'
import { quiet, seeAll } from './pages.ts'

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

test('without the backend the home page still makes sense, and recovers once it is back', async ({ page }) => {
  await page.route(`${facts().webUrl}/api/**`, route => route.abort('connectionrefused'))
  await page.goto('/')
  await expect(page.getByText('La liste des lots ne peut pas être affichée')).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Un an de thé' })).toBeVisible()
  await page.unroute(`${facts().webUrl}/api/**`)
  await page.getByRole('button', { name: 'Réessayer' }).click()
  await expect(page.getByRole('heading', { name: 'Infuseur à thé' })).toBeVisible()
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
