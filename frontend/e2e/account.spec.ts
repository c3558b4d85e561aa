import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { personalData } from '@tiptop/contract/personal-data.ts'
import { expectNoFinding } from './axe.ts'
import { facts } from './facts.ts'
import { expect, test } from './journey.ts'
import { quiet } from './pages.ts'
import {
  askApi,
  callApi,
  makeStaff,
  newsletterLink,
  PASSWORD,
  playAll,
  sessionEnds,
  signedIn,
  takeCode,
  throughGoogleAlone,
} from './people.ts'
import { signInByForm } from './play-page.ts'

const save = (page: Page) => page.getByRole('button', { name: 'Enregistrer' })
const leave = (page: Page) => page.getByRole('button', { name: 'Me désinscrire' })
const newsletter = (page: Page) => page.getByRole('checkbox', { name: /lettre de Thé Tip Top/ })
const alert = (page: Page) => page.getByRole('alert').filter({ hasText: /\S/ })
const dialog = (page: Page) => page.getByRole('dialog', { name: 'Effacer votre compte ?' })
const erase = (page: Page) => dialog(page).getByRole('button', { name: 'Effacer pour toujours' })
const API_ME = () => `${facts().webUrl}/api/me`

async function openErasure(page: Page): Promise<void> {
  await page.goto('/compte')
  await page.getByRole('button', { name: 'Effacer mon compte' }).click()
  await expect(dialog(page)).toBeVisible()
}

test('the signed-in name leads to the account, which shows what cannot be changed and why', async ({
  page,
  context,
}) => {
  const person = await signedIn(context)
  await page.goto('/jeu')
  await page.getByRole('link', { name: /Connecté : Alix/ }).click()
  await expect(page).toHaveURL(/\/compte$/)
  await expect(page.getByRole('heading', { name: 'Mon compte', level: 1 })).toBeVisible()
  const main = page.getByRole('main')
  await expect(main).toContainText(`${person.email} (à vérifier)`)
  await expect(main).toContainText('17 mai 1990')
  await expect(main).toContainText('Ces deux informations ne se changent pas ici.')
  await expect(main.getByRole('link', { name: 'Le remplacer' })).toHaveAttribute('href', '/mot-de-passe-oublie')
})

test('names, language of mails and newsletter are saved at once, confirmed, and still there the next time', async ({
  page,
  context,
}) => {
  const person = await signedIn(context)
  await page.goto('/compte')
  await expect(newsletter(page)).not.toBeChecked()
  await page.getByLabel('Prénom').fill('  Maëlle ')
  await page.getByRole('radio', { name: 'English' }).check()
  await newsletter(page).check()
  let sent = 0
  page.on('request', request => (sent += Number(request.method() === 'PATCH')))
  await save(page).dblclick()
  await expect(page.getByText('Vos informations sont enregistrées.')).toBeVisible()
  await expect(page.getByText('Connecté : Maëlle')).toBeVisible()
  expect(sent).toBe(1)
  expect((await askApi('/me', person)).body).toMatchObject({
    firstName: 'Maëlle',
    lastName: 'Essai',
    language: 'en',
    newsletter: true,
  })

  await page.reload()
  await expect(page.getByLabel('Prénom')).toHaveValue('Maëlle')
  await expect(newsletter(page)).toBeChecked()
  await save(page).click()
  await expect(page.getByText('Il n’y a rien à enregistrer')).toBeVisible()
  expect(sent).toBe(1)
})

test('an empty name is reported at its field; without the backend nothing that was typed is lost', async ({
  page,
  context,
}) => {
  await signedIn(context)
  await page.goto('/compte')
  await page.getByLabel('Nom', { exact: true }).fill(' ')
  await save(page).click()
  await expect(page.getByLabel('Nom', { exact: true })).toBeFocused()
  await expect(page.getByLabel('Nom', { exact: true })).toHaveAccessibleDescription(/Saisissez votre nom\.$/)

  await page.getByLabel('Nom', { exact: true }).fill('Nouveau')
  await page.route(API_ME(), route => route.abort('internetdisconnected'))
  await save(page).click()
  await expect(alert(page)).toContainText('Vos changements ne sont pas enregistrés')
  await expect(page.getByLabel('Nom', { exact: true })).toHaveValue('Nouveau')
  await page.unroute(API_ME())
  await save(page).click()
  await expect(page.getByText('Vos informations sont enregistrées.')).toBeVisible()
  await expect(alert(page)).toBeHidden()
})

test('a session that ends while the page is open leads to the sign-in, and back', async ({ page, context }) => {
  const { email } = await signedIn(context)
  await page.goto('/compte')
  await page.getByLabel('Prénom').fill('Noa')
  await sessionEnds(context)
  await save(page).click()
  await expect(page).toHaveURL(/\/connexion\?suite=%2Fcompte$/)
  await signInByForm(page, email, PASSWORD)
  await expect(page).toHaveURL(/\/compte$/)
  await expect(page.getByLabel('Prénom')).toHaveValue('Alix')
})

test('Back after signing out shows nothing of the account, and the sign-in leads to it', async ({ page, context }) => {
  const { email } = await signedIn(context)
  await page.goto('/compte')
  await expect(page.getByLabel('Prénom')).toHaveValue('Alix')
  await sessionEnds(context)
  // What a browser does that kept the page as it was; the one of the journeys keeps none.
  await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })))
  await expect(page).toHaveURL(/\/connexion\?suite=%2Fcompte$/)
  await signInByForm(page, email, PASSWORD)
  await expect(page.getByLabel('Prénom')).toHaveValue('Alix')
})

test('without the backend the page says so, and loads once it is back', async ({ page, context }) => {
  await signedIn(context)
  await page.route(API_ME(), route => route.abort('connectionrefused'))
  await page.goto('/compte')
  await expect(alert(page)).toContainText('Nous n’arrivons pas à joindre')
  await expect(page.getByRole('link', { name: 'Se connecter' })).toBeHidden()
  await page.unroute(API_ME())
  await page.getByRole('button', { name: 'Réessayer' }).click()
  await expect(page.getByLabel('Prénom')).toHaveValue('Alix')
})

test('users can download everything the platform holds about them, in a readable file', async ({ page, context }) => {
  const person = await signedIn(context)
  const code = await takeCode('the-signature')
  await playAll(person, [code])
  await page.goto('/compte')
  await page.route('**/me/data', route => route.abort('connectionrefused'))
  await page.getByRole('button', { name: 'Télécharger mes données' }).click()
  await expect(alert(page)).toContainText('Nous n’arrivons pas à joindre')
  await page.unroute('**/me/data')

  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Télécharger mes données' }).click()
  const download = await downloading
  expect(download.suggestedFilename()).toMatch(/^the-tip-top-mes-donnees-\d{4}-\d\d-\d\d\.json$/)
  const data = personalData.parse(JSON.parse(await readFile(await download.path(), 'utf8')))
  expect(data.profile.email).toBe(person.email)
  expect(data.tickets.map(({ ticket, prize }) => [ticket.code, prize.slug])).toEqual([[code, 'the-signature']])
  expect(data.history.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['account-registered', 'data-downloaded']),
  )
  await expect(page.getByText('Votre fichier est prêt')).toBeVisible()
})

test('erasing asks once, requires the right password, says farewell and signs out; the address is free again', async ({
  page,
  context,
}) => {
  const person = await signedIn(context)
  await openErasure(page)
  await expect(dialog(page)).toContainText('vos lots encore à retirer : ils sont perdus')
  await expect(dialog(page)).toContainText('Vos tickets joués')
  await page.keyboard.press('Escape')
  await expect(dialog(page)).toBeHidden()

  await openErasure(page)
  const field = dialog(page).getByLabel('Votre mot de passe, pour confirmer')
  await erase(page).click()
  await expect(field).toBeFocused()
  await expect(field).toHaveAccessibleDescription('Saisissez votre mot de passe.')
  await field.fill('un tout autre mot de passe')
  await erase(page).click()
  await expect(field).toHaveAccessibleDescription('Ce n’est pas le mot de passe de ce compte.')
  expect((await askApi('/me', person)).status).toBe(200)

  await field.fill(PASSWORD)
  await erase(page).dblclick()
  const farewell = page.getByRole('heading', { name: 'Votre compte est effacé' })
  await expect(farewell).toBeFocused()
  await expect(page.getByRole('link', { name: 'Se connecter' })).toBeVisible()
  await expect(page.getByText('Alix')).toBeHidden()
  await expectNoFinding(page)

  await page.goto('/connexion')
  await signInByForm(page, person.email, PASSWORD)
  await expect(alert(page)).toContainText('L’adresse e-mail ou le mot de passe n’est pas correct.')
  const account = { email: person.email, firstName: 'Alix', lastName: 'Essai', birthDate: '1990-05-17' }
  const again = await callApi('/auth/register', { ...account, password: PASSWORD, acceptsRules: true }, person.address)
  expect(again.status).toBe(201)
})

test('a user who came through Google confirms with the e-mail address, and may choose a password', async ({
  page,
  context,
}) => {
  const person = await signedIn(context)
  await throughGoogleAlone(person)
  await page.goto('/compte')
  const doors = page.getByRole('region', { name: 'Connexion', exact: true })
  await expect(doors.getByRole('listitem')).toHaveText([/Google\s*compte relié/, /Mot de passe.*En choisir un/])

  await openErasure(page)
  const field = dialog(page).getByLabel(/Pour confirmer, saisissez votre adresse/)
  await field.fill('quelqu-un@example.test')
  await erase(page).click()
  await expect(field).toHaveAccessibleDescription('Ce n’est pas l’adresse e-mail de ce compte.')
  await field.fill(` ${person.email.toUpperCase()} `)
  await erase(page).click()
  await expect(page.getByRole('heading', { name: 'Votre compte est effacé' })).toBeVisible()
  expect((await askApi('/me', person)).status).toBe(401)
})

test('after several wrong passwords even the owner has to wait', async ({ page, context }) => {
  await signedIn(context)
  await openErasure(page)
  const field = dialog(page).getByLabel('Votre mot de passe, pour confirmer')
  await expect(async () => {
    await field.fill('encore un essai au hasard')
    await erase(page).click()
    await expect(dialog(page).getByRole('alert')).toContainText(/Trop d’essais.*Réessayez dans/, { timeout: 1_000 })
  }).toPass()
  await field.fill(PASSWORD)
  await erase(page).click()
  await expect(dialog(page).getByRole('alert')).toContainText('Votre compte n’est pas effacé')
})

test('a refusal that only administrators meet has its own words in the dialog', async ({ page, context }) => {
  const admin = await makeStaff('admin')
  await signedIn(context, admin)
  await page.route(API_ME(), route =>
    route.request().method() === 'DELETE'
      ? route.fulfill({
          status: 409,
          headers: { 'access-control-allow-origin': facts().webUrl, 'access-control-allow-credentials': 'true' },
          json: { code: 'last-admin' },
        })
      : route.continue(),
  )
  await openErasure(page)
  await dialog(page).getByLabel('Votre mot de passe, pour confirmer').fill(PASSWORD)
  await erase(page).click()
  await expect(dialog(page).getByRole('alert')).toContainText('Vous êtes le dernier administrateur')
})

test('a user subscribes to the newsletter in the account and leaves it by the link of a letter and a button, twice if need be', async ({
  page,
  context,
}) => {
  const person = await signedIn(context)
  await page.goto('/compte')
  await newsletter(page).check()
  await save(page).click()
  await expect(page.getByText('Vos informations sont enregistrées.')).toBeVisible()
  const link = await newsletterLink(person)

  await page.route('**/newsletter/unsubscribe', route => route.abort('connectionrefused'))
  await page.goto(link)
  await quiet(page)
  expect((await askApi('/me', person)).body).toMatchObject({ newsletter: true })
  await leave(page).click()
  await expect(alert(page)).toContainText('Vous n’êtes pas encore désinscrit')
  await page.unroute('**/newsletter/unsubscribe')
  await page.getByRole('button', { name: 'Réessayer' }).click()
  await expect(page.getByText('vous ne recevrez plus la lettre')).toBeVisible()
  expect((await askApi('/me', person)).body).toMatchObject({ newsletter: false })
  await page.getByRole('link', { name: 'Voir mon compte' }).click()
  await expect(newsletter(page)).not.toBeChecked()

  await context.clearCookies()
  await page.goto(link)
  await leave(page).click()
  await expect(page.getByText('vous ne recevrez plus la lettre')).toBeVisible()
  await expectNoFinding(page)
  await expect(page.locator('meta[name="robots"]')).toHaveAttribute('content', /noindex/)
})

test('a newsletter link that is cut short or made up is reported, with another way to unsubscribe', async ({
  page,
}) => {
  for (const link of ['/newsletter/desinscription', '/newsletter/desinscription?jeton=1.invente']) {
    await page.goto(link)
    if (link.includes('?')) await leave(page).click()
    await expect(alert(page)).toContainText('Ce lien de désinscription n’est pas valable')
    await expect(page.getByRole('link', { name: 'Voir mon compte' })).toHaveAttribute('href', '/compte')
  }
})

for (const width of [360, 820, 1280])
  test(`axe finds nothing on the account nor in its dialog, which fits, at ${width} pixels`, async ({
    page,
    context,
  }) => {
    await page.setViewportSize({ width, height: 740 })
    await signedIn(context)
    await page.goto('/compte')
    await expect(save(page)).toBeVisible()
    await expectNoFinding(page)
    await openErasure(page)
    await erase(page).click()
    await page.evaluate(() => Promise.all(document.getAnimations().map(each => each.finished)))
    await expectNoFinding(page)
    const box = await dialog(page).boundingBox()
    expect(box && box.x >= 0 && box.x + box.width <= width && box.height <= 740).toBe(true)
  })
