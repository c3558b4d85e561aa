import type { Page } from '@playwright/test'
import { expect, reached, test } from './journey.ts'
import { quiet } from './pages.ts'
import { mailedToken, makePerson, PASSWORD, signedIn } from './people.ts'

const unique = () => `nouveau-${Date.now()}-${Math.floor(Math.random() * 1e6)}@example.test`

async function fillRegistration(page: Page, email: string): Promise<void> {
  await page.getByLabel('Prénom').fill('Noa')
  await page.getByLabel('Nom', { exact: true }).fill('Essai')
  await page.getByLabel('Adresse e-mail').fill(email)
  await page.getByLabel('Mot de passe', { exact: true }).fill(PASSWORD)
  await page.getByLabel('Jour').fill('7')
  await page.getByLabel('Mois').fill('3')
  await page.getByLabel('Année').fill('1990')
  await page.getByRole('checkbox', { name: /règlement/ }).check()
}

test('a new player registers, plays at once, and confirms the address by the mailed link [1.1/J 1.1/K]', async ({
  page,
}) => {
  const email = unique()
  await page.goto('/connexion?suite=/jeu')
  await page.getByRole('link', { name: 'Créer un compte' }).click()
  await fillRegistration(page, email)
  await expect(page.getByRole('checkbox', { name: /lettre/ })).not.toBeChecked()
  await page.getByRole('button', { name: 'Créer mon compte' }).click()
  await expect(page).toHaveURL(/\/jeu$/)
  reached('1.1/K')
  await expect(page.getByText('Connecté : Noa')).toBeVisible()
  reached('1.1/J')
  await expect(page.getByText(`Confirmez votre adresse ${email}`)).toBeVisible()

  await page.goto(`/verification#jeton=${await mailedToken(email, 'verification')}`)
  await quiet(page)
  expect(await (await page.request.get('/api/me')).json()).toMatchObject({ emailVerified: false })
  await page.getByRole('button', { name: 'Confirmer mon adresse' }).click()
  await expect(page.getByText('Votre adresse est vérifiée')).toBeVisible()
  await expect(page.getByText('Confirmez votre adresse')).toBeHidden()
  expect(await (await page.request.get('/api/me')).json()).toMatchObject({ emailVerified: true })
})

test('the registration says what is wrong at each field, and focuses the first of them', async ({ page }) => {
  await page.goto('/inscription')
  await page.getByRole('button', { name: 'Créer mon compte' }).click()
  await expect(page.getByLabel('Prénom')).toBeFocused()
  await expect(page.getByLabel('Mot de passe', { exact: true })).toHaveAccessibleDescription(/12 caractères au moins/)
  await expect(page.getByText('Acceptez le règlement pour jouer.')).toBeVisible()
  await fillRegistration(page, unique())
  await page.getByLabel('Année').fill('2015')
  await page.getByRole('button', { name: 'Créer mon compte' }).click()
  await expect(page.getByLabel('Jour')).toBeFocused()
  await expect(page.getByLabel('Jour')).toHaveAccessibleDescription(/Le jeu est réservé aux personnes majeures\.$/)
})

test('an adult whose phone says that it is 2016 registers, and reads how long the contest still lasts', async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.clock.install({ time: new Date('2016-01-01T12:00:00Z') })
  await page.goto('/')
  await expect(page.getByText('Fin du jeu dans')).toBeVisible()
  await page.goto('/inscription')
  await fillRegistration(page, unique())
  await page.getByLabel('Année').fill('2002')
  await page.getByRole('button', { name: 'Créer mon compte' }).click()
  await expect(page).toHaveURL(/\/jeu$/)
})

test('a registration that does not get through keeps everything that was typed', async ({ page }) => {
  await page.goto('/inscription')
  const email = unique()
  await fillRegistration(page, email)
  await page.route('**/auth/register', route => route.abort('internetdisconnected'))
  await page.getByRole('button', { name: 'Créer mon compte' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'Nous n’arrivons pas à joindre nos serveurs' })).toBeVisible()
  await expect(page.getByLabel('Prénom')).toHaveValue('Noa')
  await expect(page.getByLabel('Mot de passe', { exact: true })).toHaveValue(PASSWORD)
  await page.unroute('**/auth/register')
  await page.getByRole('button', { name: 'Créer mon compte' }).dblclick()
  await expect(page).toHaveURL(/\/jeu$/)
})

test('what is typed and pressed before the script of a form has come is sent once it is there', async ({ page }) => {
  const held = Promise.withResolvers<void>()
  await page.route('**/_astro/register.*', route => held.promise.then(() => route.continue()))
  await page.goto('/inscription')
  await fillRegistration(page, unique())
  await page.getByRole('button', { name: 'Créer mon compte' }).click()
  await expect(page.locator('astro-island[client="touched"][ssr]')).toHaveCount(1)
  held.resolve()
  await expect(page).toHaveURL(/\/jeu$/)
})

test('an address that already has an account is reported, with what to do', async ({ page }) => {
  const { email } = await makePerson()
  await page.goto('/inscription')
  await fillRegistration(page, email)
  await page.getByRole('button', { name: 'Créer mon compte' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'Un compte existe déjà avec cette adresse' })).toBeVisible()
})

test('a forgotten password is replaced through the mailed link, which works once', async ({ page }) => {
  const { email } = await makePerson()
  await page.goto('/connexion')
  await page.getByRole('link', { name: 'Mot de passe oublié ?' }).click()
  await expect(page.getByRole('heading', { name: 'Mot de passe oublié' })).toBeVisible()
  await page.getByLabel('Adresse e-mail').fill(email)
  await page.getByRole('button', { name: 'Recevoir le lien' }).click()
  await expect(page.getByText('Regardez votre messagerie')).toBeVisible()

  const link = `/mot-de-passe#jeton=${await mailedToken(email, 'mot-de-passe')}`
  await page.goto(link)
  await page.getByLabel('Nouveau mot de passe').fill('trop court')
  await page.getByRole('button', { name: 'Enregistrer le mot de passe' }).click()
  await expect(page.getByLabel('Nouveau mot de passe')).toBeFocused()
  await page.getByLabel('Nouveau mot de passe').fill('une toute autre phrase')
  await page.getByRole('button', { name: 'Enregistrer le mot de passe' }).click()
  await expect(page.getByText('Votre mot de passe est changé')).toBeVisible()
  await page.getByRole('main').getByRole('link', { name: 'Se connecter' }).click()
  await page.getByLabel('Adresse e-mail').fill(email)
  await page.getByLabel('Mot de passe', { exact: true }).fill('une toute autre phrase')
  await page.getByRole('button', { name: 'Se connecter' }).click()
  await expect(page).toHaveURL(/\/jeu$/)

  await page.goto(link)
  await page.reload()
  await page.getByLabel('Nouveau mot de passe').fill('encore une autre phrase')
  await page.getByRole('button', { name: 'Enregistrer le mot de passe' }).click()
  await expect(page.getByText('Ce lien n’est plus valable')).toBeVisible()
})

test('after signing out, the prizes ask for a sign-in again', async ({ page, context }) => {
  await signedIn(context)
  await page.goto('/mes-gains')
  await expect(page.getByText('Pas encore de gain')).toBeVisible()
  await page.getByRole('button', { name: 'Se déconnecter' }).click()
  await expect(page.getByRole('link', { name: 'Se connecter' })).toBeVisible()
  await expect(page).toHaveURL('/')
  await page.goto('/mes-gains')
  await expect(page).toHaveURL(/\/connexion\?suite=%2Fmes-gains/)
})

test('a mailed link that was cut short is reported, until the whole link is opened in its place', async ({ page }) => {
  for (const [path, title, name] of [
    ['/mot-de-passe', 'Ce lien est incomplet', 'Enregistrer le mot de passe'],
    ['/verification', 'Nous n’avons pas pu vérifier votre adresse', 'Confirmer mon adresse'],
  ] as const) {
    const [fault, act] = [page.getByRole('alert').filter({ hasText: title }), page.getByRole('button', { name })]
    await page.goto(path)
    await expect(fault).toBeVisible()
    await expect(act).toBeHidden()
    await page.goto(`${path}#jeton=abc`)
    await expect(act).toBeVisible()
    await expect(fault).toBeHidden()
  }
})

test('why a provider’s sign-in failed stands above the form until it is sent, whatever the address says', async ({
  page,
}) => {
  for (const [code, sentence] of [
    ['provider-email-missing', 'Ce service ne nous a pas donné votre adresse e-mail.'],
    ['constructor', 'Quelque chose n’a pas marché de notre côté.'],
  ]) {
    await page.goto(`/connexion?erreur=${code}`)
    const notice = page.getByRole('alert').filter({ hasText: 'La connexion n’a pas abouti' })
    await expect(notice.locator('[data-code]')).toContainText([sentence as string])
    await page.getByRole('button', { name: 'Se connecter' }).click()
    await expect(page.getByText('Saisissez votre mot de passe.')).toBeVisible()
    await expect(notice).toBeHidden()
  }
})

test('a player who has not confirmed the address has the mail sent again from any page', async ({ page, context }) => {
  await signedIn(context)
  await page.goto('/mes-gains')
  const reminder = page.getByRole('complementary')
  await expect(reminder).toContainText('Confirmez votre adresse')
  await reminder.getByRole('button', { name: 'Renvoyer l’e-mail' }).click()
  await expect(reminder.getByRole('status')).toContainText('C’est reparti')
})
