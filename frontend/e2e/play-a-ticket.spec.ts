import type { Page } from '@playwright/test'
import { expect, reached, test } from './journey.ts'
import { seeAll } from './pages.ts'
import { atProvider, callApi, makePerson, PASSWORD, sessionEnds, signedIn, takeCode } from './people.ts'
import { countPlays, discover, field, modal, signInByForm } from './play-page.ts'

test.use({ contextOptions: { reducedMotion: 'no-preference' } })

test('a visitor who is not signed in and wants to play is shown the sign-in, with its three ways [1.1/A 1.1/B 1.1/C 1.1/D]', async ({
  page,
}) => {
  await page.goto('/')
  await page.getByRole('link', { name: 'Jouer mon code' }).click()
  reached('1.1/A')
  await field(page).fill('ABCDE-FGHJK')
  await discover(page).click()
  await expect(page).toHaveURL(/\/inscription\?suite=%2Fjeu$/)
  reached('1.1/B')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Créer votre compte')
  await expect(page.getByRole('status').filter({ hasText: 'Votre code est gardé' })).toContainText('ABCDE-FGHJK')
  await page.getByRole('main').getByRole('link', { name: 'Se connecter' }).click()
  await expect(page).toHaveURL(/\/connexion\?suite=%2Fjeu$/)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Heureux de vous revoir')
  reached('1.1/C')
  await expect(page.getByLabel('Adresse e-mail')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Continuer avec Google' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Continuer avec Facebook' })).toBeVisible()
  reached('1.1/D')
})

test('wrong credentials are reported on the sign-in page, where a second try leads to the game [1.1/E 1.1/H 1.1/I 1.1/C 1.1/J 1.1/K]', async ({
  page,
}) => {
  const person = await makePerson()
  await page.goto('/connexion?suite=/jeu')
  await signInByForm(page, person.email, 'pas le bon mot de passe')
  await expect(page.getByRole('alert').filter({ hasText: 'L’adresse e-mail ou le mot de passe' })).toBeVisible()
  reached('1.1/E', '1.1/H', '1.1/I')
  await expect(page.getByLabel('Adresse e-mail')).toHaveValue(person.email)
  reached('1.1/C')

  await signInByForm(page, person.email, PASSWORD)
  await expect(page).toHaveURL(/\/jeu$/)
  await expect(field(page)).toBeVisible()
  reached('1.1/K')
  const cookies = await page.context().cookies()
  const session = cookies.find(cookie => cookie.httpOnly && cookie.value.split('.').length === 3)
  expect(session).toMatchObject({ sameSite: 'Lax' })
  reached('1.1/J')
})

test('what is missing in the sign-in form is reported at its field before anything is sent [1.1/E]', async ({
  page,
}) => {
  await page.goto('/connexion')
  await page.getByRole('button', { name: 'Se connecter' }).click()
  await expect(page.getByLabel('Adresse e-mail')).toBeFocused()
  await expect(page.getByLabel('Adresse e-mail')).toHaveAccessibleDescription(/Saisissez une adresse/)
  reached('1.1/E')
})

test('a new player signs in with Google, gives the birth date and agreement once, and plays [1.1/F 1.1/H 1.1/J 1.1/K]', ({
  page,
}) => newcomerPlays(page, 'google', 'Google'))

test('a new player signs in with Facebook, gives the birth date and agreement once, and plays [1.1/G 1.1/H 1.1/J 1.1/K]', ({
  page,
}) => newcomerPlays(page, 'facebook', 'Facebook'))

async function newcomerPlays(page: Page, provider: 'google' | 'facebook', name: string): Promise<void> {
  const subject = `${provider}-${Date.now()}`
  await atProvider(provider, {
    person: { subject, email: `${subject}@example.test`, emailVerified: true, firstName: 'Sacha' },
  })
  const code = await takeCode()
  await page.goto('/jeu')
  await field(page).fill(code)
  await discover(page).click()
  await expect(page).toHaveURL(/\/inscription\?/)
  await seeAll(page)
  await page.getByRole('link', { name: `Continuer avec ${name}` }).click()
  await expect(page).toHaveURL(/\/inscription\/completer/)
  reached(provider === 'google' ? '1.1/F' : '1.1/G', '1.1/K')
  await expect(page.getByText('Connecté : Sacha')).toBeVisible()
  reached('1.1/H', '1.1/J')
  await expect(page.getByLabel('Prénom')).toHaveValue('Sacha')
  await page.getByLabel('Nom', { exact: true }).fill('Essai')
  await page.getByLabel('Jour').fill('17')
  await page.getByLabel('Mois').fill('5')
  await page.getByLabel('Année').fill('1990')
  await page.getByRole('checkbox', { name: /règlement/ }).check()
  await page.getByRole('button', { name: 'Enregistrer et jouer' }).click()

  await expect(modal(page).getByText('Infuseur à thé')).toBeVisible()
  await expect(page).toHaveURL(/\/jeu$/)
  await expect(field(page)).toHaveValue(`${code.slice(0, 5)}-${code.slice(5)}`)
}

test('a provider that does not confirm leads back to the sign-in with the reason [1.1/G 1.1/H 1.1/I 1.1/C]', async ({
  page,
}) => {
  await atProvider('facebook', { person: { subject: 'nobody' }, failure: 'denied' })
  await page.goto('/connexion?suite=/jeu')
  await page.getByRole('link', { name: 'Continuer avec Facebook' }).click()
  await expect(page).toHaveURL(/\/connexion\?erreur=provider-refused&suite=%2Fjeu/)
  reached('1.1/G', '1.1/C')
  await expect(page.getByRole('alert').filter({ hasText: 'n’a pas été confirmée' })).toBeVisible()
  reached('1.1/H', '1.1/I')
})

test('a player who is already signed in gets to the game at once [1.1/B 1.1/K]', async ({ page, context }) => {
  await signedIn(context)
  await page.goto('/jeu')
  await expect(page.getByText('Connecté : Alix')).toBeVisible()
  reached('1.1/B')
  await expect(page).toHaveURL(/\/jeu$/)
  await expect(field(page)).toBeVisible()
  reached('1.1/K')
})

test('the field accepts ten characters in any form: pasted, in lower case, with spaces [1.1/L 1.1/M]', async ({
  page,
  context,
}) => {
  await signedIn(context)
  await page.goto('/jeu')
  await field(page).fill('  abcde fghjk ')
  await expect(field(page)).toHaveValue('ABCDE-FGHJK')
  reached('1.1/L')
  await expect(page.getByText('Le code est complet.')).toBeVisible()
  reached('1.1/M')
  await field(page).fill('')
  await field(page).pressSequentially('abcdefg')
  await expect(field(page)).toHaveValue('ABCDE-FG')
  await expect(page.getByText('Encore 3 caractères.')).toBeVisible()
  for (let typed = 0; typed < 3; typed++) await field(page).press('Backspace')
  await expect(field(page)).toHaveValue('ABCD')
})

test('a text that cannot be a code is refused at its field, and no request is sent [1.1/M 1.1/N 1.1/L]', async ({
  page,
  context,
}) => {
  await signedIn(context)
  const plays = countPlays(page)
  await page.goto('/jeu')
  await field(page).fill('ABCDE-FG')
  await field(page).press('Enter')
  await expect(field(page)).toHaveAttribute('aria-invalid', 'true')
  await expect(field(page)).toHaveAccessibleDescription(/Encore 3 caractères/)
  reached('1.1/M', '1.1/N')
  await expect(field(page)).toBeFocused()

  await field(page).fill('ABCDE-FGH0K')
  await discover(page).click()
  await expect(field(page)).toHaveAccessibleDescription(/Aucun code ne contient 0/)
  await page.getByRole('button', { name: 'Remplacer 0 par D' }).click()
  await expect(field(page)).toHaveValue('ABCDE-FGHDK')
  reached('1.1/L')
  await expect(page.getByText('Le code est complet.')).toBeVisible()
  expect(plays.sent).toBe(0)
})

test('a winning code opens the prize with what it is and how to claim it, and is then among the prizes [1.1/O 1.1/P 1.1/R 1.1/T 1.1/U 1.1/V 1.1/X 1.1/Y 1.1/Z]', async ({
  page,
  context,
}) => {
  await signedIn(context)
  const code = await takeCode('coffret-69')
  const shown = `${code.slice(0, 5)}-${code.slice(5)}`
  await page.goto('/jeu')
  await field(page).fill(code)
  await field(page).press('Enter')
  await expect(modal(page).getByRole('heading', { name: 'Félicitations' })).toBeFocused()
  await expect(modal(page)).toContainText('Coffret découverte à 69 €')
  reached('1.1/O', '1.1/P', '1.1/R', '1.1/T', '1.1/X')
  await expect(modal(page)).toContainText(/pièce d’identité, jusqu’au \d+(er)? \S+ \d{4} (inclus|à \d+\sh(\s\d\d)?)\./)
  await expect(modal(page)).toContainText(shown)
  await expect(modal(page).locator('[data-prize="coffret-69"]')).toBeVisible()
  reached('1.1/Y')

  await modal(page).getByRole('link', { name: 'Voir mes gains' }).click()
  const won = page.getByRole('listitem').filter({ hasText: shown })
  await expect(won).toContainText('Coffret découverte à 69 €')
  reached('1.1/U', '1.1/Z')
  await expect(won).toContainText('À retirer')
  reached('1.1/V')
})

test('an unknown code opens the error, then the field again with the code selected [1.1/P 1.1/Q 1.1/W 1.1/L]', async ({
  page,
  context,
}) => {
  await signedIn(context)
  await page.goto('/jeu')
  await field(page).fill('ZZZZZ-ZZZZZ')
  await discover(page).click()
  await expect(modal(page).getByRole('heading', { name: 'Ce code n’existe pas' })).toBeFocused()
  reached('1.1/W')
  await expect(modal(page)).toContainText('Aucun ticket ne porte ce code')
  reached('1.1/P', '1.1/Q')
  await page.keyboard.press('Escape')
  await expect(modal(page)).toBeHidden()
  await expect(field(page)).toBeFocused()
  await expect(field(page)).toHaveValue('ZZZZZ-ZZZZZ')
  await page.keyboard.type('k')
  await expect(field(page)).toHaveValue('K')
  reached('1.1/L')
})

test('a ticket that another player has played opens the error that says so [1.1/R 1.1/S 1.1/W 1.1/L]', async ({
  page,
  context,
}) => {
  const code = await takeCode()
  const other = await makePerson()
  expect((await callApi('/plays', { code }, other.address, other.cookie)).status).toBe(201)
  await signedIn(context)
  await page.goto('/jeu')
  await field(page).fill(code)
  await discover(page).click()
  await expect(modal(page)).toContainText('Ce ticket a déjà été joué')
  reached('1.1/R', '1.1/S', '1.1/W')
  await modal(page).getByRole('button', { name: 'Revenir à mon code' }).click()
  await expect(field(page)).toBeFocused()
  reached('1.1/L')
})

test('the way back to the code selects it once, so that what is typed next stays', async ({ page, context }) => {
  await signedIn(context)
  await page.goto('/jeu')
  await field(page).fill('ZZZZZZZZZZ')
  await discover(page).click()
  const back = modal(page).getByRole('button', { name: 'Revenir à mon code' })
  const selections = await back.evaluate(async (button: HTMLElement) => {
    let count = 0
    const { select } = HTMLInputElement.prototype
    HTMLInputElement.prototype.select = function () {
      count++
      select.call(this)
    }
    button.click()
    for (let frame = 0; frame < 5; frame++) await new Promise(requestAnimationFrame)
    return count
  })
  expect(selections).toBe(1)
})

test('another code can be played right after a prize [1.1/X 1.1/L]', async ({ page, context }) => {
  await signedIn(context)
  await page.goto('/jeu')
  for (const prize of ['infuseur', 'the-detox']) {
    await field(page).fill(await takeCode(prize))
    await discover(page).click()
    await expect(modal(page).locator(`[data-prize="${prize}"]`)).toBeVisible()
    reached('1.1/X')
    await modal(page).getByRole('button', { name: 'Jouer un autre code' }).click()
    await expect(field(page)).toBeFocused()
    await expect(field(page)).toHaveValue('')
    reached('1.1/L')
  }
})

test('a code typed when the session has ended is kept through the sign-in [1.1/B 1.1/C 1.1/J 1.1/K 1.1/L]', async ({
  page,
  context,
}) => {
  const person = await signedIn(context)
  const code = await takeCode()
  await page.goto('/jeu')
  await expect(page.getByText('Connecté : Alix')).toBeVisible()
  reached('1.1/B')
  await sessionEnds(context)
  await field(page).fill(code)
  await discover(page).click()
  await expect(page).toHaveURL(/\/connexion/)
  reached('1.1/C')
  await signInByForm(page, person.email, PASSWORD)
  await expect(modal(page)).toContainText('Félicitations')
  await expect(field(page)).toHaveValue(`${code.slice(0, 5)}-${code.slice(5)}`)
  reached('1.1/J', '1.1/K', '1.1/L')
})

test('after too many wrong codes the player reads how long to wait [1.1/W]', async ({ page, context }) => {
  const person = await signedIn(context)
  for (let tries = 0; tries < 12; tries++)
    await callApi('/plays', { code: 'YYYYYYYYYY' }, person.address, person.cookie)
  await page.goto('/jeu')
  await field(page).fill('YYYYYYYYYY')
  await discover(page).click()
  await expect(modal(page)).toContainText('Trop d’essais en peu de temps')
  await expect(modal(page)).toContainText(/Réessayez dans \d+\s(seconde|minute)/)
  reached('1.1/W')
})

test('when the contest is over the page says so to the player [1.1/W]', async ({ page, context }) => {
  await signedIn(context)
  await page.goto('/jeu')
  await field(page).fill(await takeCode('over'))
  await discover(page).click()
  await expect(modal(page)).toContainText('Le jeu n’est pas ouvert')
  reached('1.1/W')
})
