import type { Locator, Page } from '@playwright/test'
import { expect, test } from './journey.ts'
import { seeAll } from './pages.ts'
import { atProvider, callApi, mailedToken, makePerson, PASSWORD, signedIn, takeCode } from './people.ts'
import { countPlays, discover, field, modal, signInByForm } from './play-page.ts'

const unique = () => `premier-${Date.now()}-${Math.floor(Math.random() * 1e6)}@example.test`

/** Taps and types as a person does, and counts both. */
function hand() {
  const counts = { taps: 0, keys: 0 }
  return {
    counts,
    async tap(what: Locator) {
      counts.taps++
      await what.click()
    },
    async type(what: Locator, text: string) {
      await this.tap(what)
      counts.keys += text.length
      await what.pressSequentially(text)
    },
  }
}

async function register(page: Page, { tap, type }: Pick<ReturnType<typeof hand>, 'tap' | 'type'>): Promise<void> {
  await type(page.getByLabel('Prénom'), 'Noa')
  await type(page.getByLabel('Nom', { exact: true }), 'Essai')
  await type(page.getByLabel('Adresse e-mail'), unique())
  await type(page.getByLabel('Mot de passe', { exact: true }), PASSWORD)
  await type(page.getByLabel('Jour'), '7')
  await type(page.getByLabel('Mois'), '3')
  await type(page.getByLabel('Année'), '1990')
  await tap(page.getByRole('checkbox', { name: /règlement/ }))
  await tap(page.getByRole('button', { name: 'Créer mon compte' }))
}

for (const [width, height] of [
  [320, 640],
  [390, 844],
  [820, 1180],
  [1280, 900],
] as const)
  test(`a first-time player types the code once, registers and sees the prize, at ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height })
    const plays = countPlays(page)
    const answers: number[] = []
    page.on('response', answer => answer.url().endsWith('/plays') && answers.push(answer.status()))
    const person = hand()
    const code = await takeCode('infuseur')
    await page.goto('/')
    await person.tap(page.getByRole('link', { name: 'Jouer mon code' }))
    await person.type(field(page), code.toLowerCase())
    await person.tap(discover(page))
    await expect(page).toHaveURL(/\/inscription\?suite=%2Fjeu$/)
    await expect(page.getByRole('status').filter({ hasText: 'Votre code est gardé' })).toContainText(code.slice(5))
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    await register(page, { tap: person.tap, type: (what, text) => person.type(what, text) })
    await expect(modal(page).locator('[data-prize="infuseur"]')).toBeVisible()
    expect(answers).toEqual([201])
    console.log(`${person.counts.taps} taps, ${person.counts.keys} keys`)
    expect(person.counts.taps).toBe(12)
    expect(page.url()).not.toMatch(new RegExp(code, 'i'))

    await modal(page).getByRole('button', { name: 'Fermer' }).click()
    await page.reload()
    await expect(field(page)).toHaveValue('')
    expect(plays.sent).toBe(1)
  })

test('a code that waits is not played before there is an account, nor for a visitor who comes back without one', async ({
  page,
}) => {
  const answers: number[] = []
  page.on('response', answer => answer.url().endsWith('/plays') && answers.push(answer.status()))
  await page.goto('/jeu')
  await field(page).fill('ZZZZZ-ZZZZ2')
  await discover(page).click()
  await expect(page).toHaveURL(/\/inscription/)
  await page.goto('/jeu')
  await expect(field(page)).toHaveValue('ZZZZZ-ZZZZ2')
  await expect(page.getByRole('link', { name: 'Se connecter' })).toBeVisible()
  await expect(page).toHaveURL(/\/jeu$/)
  await page.reload()
  await expect(field(page)).toHaveValue('ZZZZZ-ZZZZ2')
  await discover(page).click()
  await expect(page).toHaveURL(/\/inscription/)
  expect(answers.every(status => status === 401)).toBe(true)
})

test('the code is there in the tab that a mail opens, and is not played unasked there', async ({ page, context }) => {
  const { email } = await makePerson()
  // A reset that first proves an address empties the profile.
  await callApi('/auth/email/verify', { token: await mailedToken(email, 'verification') })
  const code = await takeCode('infuseur')
  await page.goto('/jeu')
  await field(page).fill(code)
  await discover(page).click()
  await page.getByRole('main').getByRole('link', { name: 'Se connecter' }).click()
  await page.getByRole('link', { name: 'Mot de passe oublié ?' }).click()
  await page.getByLabel('Adresse e-mail').fill(email)
  await page.getByRole('button', { name: 'Recevoir le lien' }).click()

  const tab = await context.newPage()
  const plays = countPlays(tab)
  await tab.goto(`/mot-de-passe#jeton=${await mailedToken(email, 'mot-de-passe')}`)
  await tab.getByLabel('Nouveau mot de passe').fill('une toute autre phrase')
  await tab.getByRole('button', { name: 'Enregistrer le mot de passe' }).click()
  await tab.getByRole('main').getByRole('link', { name: 'Se connecter' }).click()
  await signInByForm(tab, email, 'une toute autre phrase')
  await expect(field(tab)).toHaveValue(`${code.slice(0, 5)}-${code.slice(5)}`)
  expect(plays.sent).toBe(0)
  await discover(tab).click()
  await expect(modal(tab).locator('[data-prize="infuseur"]')).toBeVisible()
})

test('a provider is offered on the registration too', async ({ page }) => {
  await atProvider('google', { person: { subject: 'rien' }, failure: 'denied' })
  await page.goto('/inscription?suite=/jeu')
  await seeAll(page)
  await page.getByRole('link', { name: 'Continuer avec Google' }).click()
  await expect(page).toHaveURL(/\/connexion\?erreur=provider-refused&suite=%2Fjeu/)
})

test('two readings are both shown, and none is sent before the player chooses', async ({ page, context }) => {
  await signedIn(context)
  const plays = countPlays(page)
  await page.setViewportSize({ width: 320, height: 640 })
  await page.goto('/jeu')
  await field(page).fill('WÈWÉVAGUFB')
  await field(page).press('Enter')
  await expect(field(page)).toHaveAttribute('aria-invalid', 'true')
  await expect(field(page)).toHaveAccessibleDescription(/Plusieurs codes sont possibles/)
  expect(plays.sent).toBe(0)
  await page.getByRole('button', { name: 'W7W2V-AGUFB' }).click()
  await expect(field(page)).toHaveValue('W7W2V-AGUFB')

  await field(page).fill('')
  await field(page).pressSequentially('wèwévagufb')
  await expect(field(page)).toHaveValue('W7W2V-AGUFB')
  await expect(field(page)).toHaveAccessibleDescription(/Nous avons lu «\sè\s» comme 7 et «\sé\s» comme 2/)
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })
  test('the game says that it needs it', async ({ page }) => {
    await page.goto('/jeu')
    await expect(page.getByText(/a besoin de JavaScript/)).toBeVisible()
    await expect(field(page)).toBeDisabled()
  })
})
