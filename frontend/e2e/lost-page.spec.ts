import { expect, test } from './journey.ts'
import { signedIn } from './people.ts'

for (const [path, lang, title, home] of [
  ['/nulle-part', 'fr', 'Cette page s’est évaporée', '/'],
  ['/en/nowhere', 'en', 'This page has evaporated', '/en'],
] as const)
  test(`an address that leads nowhere is answered in its language, with the way on (${lang})`, async ({
    page,
    context,
  }) => {
    await signedIn(context)
    await page.goto('/jeu')
    await expect(page.getByText('Connecté : Alix')).toBeVisible()
    expect((await page.goto(path))?.status()).toBe(404)
    await expect(page.locator('html')).toHaveAttribute('lang', lang)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title)
    await expect(page.getByRole('banner').getByText('Alix')).toBeVisible()
    await expect(page.getByRole('contentinfo')).toBeVisible()
    await expect(page.locator('meta[name=robots]')).toHaveAttribute('content', 'noindex')
    await expect(page.locator('link[rel=canonical]')).toHaveCount(0)
    await page.locator('main').getByRole('link').click()
    await expect(page).toHaveURL(new URL(home, page.url()).href)
  })
