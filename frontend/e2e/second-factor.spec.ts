import { expectNoFinding } from './axe.ts'
import { expect, test } from './journey.ts'
import { atProvider, callApi, mailedToken, makeStaff, PASSWORD, signedIn } from './people.ts'
import { card, onAccountPage, setUpApp, signOutAndIn, withAuthenticator } from './second-factor-page.ts'

test('an administrator adds a passkey, then signs in with it', async ({ page }) => {
  await withAuthenticator(page)
  const admin = await onAccountPage(page)
  await card(page).getByLabel('Nom de la clé').fill('Téléphone')
  await card(page).getByRole('button', { name: 'Ajouter une clé d’accès' }).click()
  await expect(card(page).getByRole('list', { name: 'Codes de secours' })).toBeVisible()
  await expectNoFinding(page)
  await card(page).getByRole('button', { name: 'Je les ai gardés' }).click()
  await expect(card(page)).toContainText('Téléphone')
  await expectNoFinding(page)

  await signOutAndIn(page, admin)
  await expectNoFinding(page)
  await page.getByRole('button', { name: 'Utiliser ma clé d’accès' }).click()
  await page.waitForURL('/admin')
  await page.goto('/compte')
  await expect(card(page)).toContainText('utilisée le')
})

test('the code of an app, then a recovery code from the downloaded file, pass the second step', async ({ page }) => {
  const admin = await onAccountPage(page)
  const { app, codes } = await setUpApp(page)
  const arriving = page.waitForEvent('download')
  await card(page).getByRole('button', { name: 'Télécharger les codes' }).click()
  const file = await (await arriving).createReadStream()
  const [code = ''] = codes
  expect(Buffer.concat(await file.toArray()).toString()).toContain(code)
  await card(page).getByRole('button', { name: 'Je les ai gardés' }).click()
  await expect(card(page)).toContainText('Codes de secours restants : 10')

  await signOutAndIn(page, admin)
  const field = page.getByRole('textbox', { name: 'Code de l’application' })
  await expect(field).toHaveAttribute('autocomplete', 'one-time-code')
  // The code that set the app up is used up: the next one is good before its time.
  await field.fill(app.generate({ timestamp: Date.now() - 300_000 }))
  await page.getByRole('button', { name: 'Valider' }).click()
  await expect(page.getByText('Ce code n’est pas juste')).toBeVisible()
  await expectNoFinding(page)
  await field.fill(app.generate({ timestamp: Date.now() + 30_000 }))
  await page.getByRole('button', { name: 'Valider' }).click()
  await page.waitForURL('/admin')

  await signOutAndIn(page, admin, '/compte')
  await page.getByRole('button', { name: 'Je n’ai plus mon appareil' }).click()
  await page.getByRole('textbox', { name: 'Code de secours' }).fill(code.toLowerCase())
  await page.getByRole('button', { name: 'Valider' }).click()
  await page.waitForURL('/compte')
  await expect(card(page)).toContainText('Codes de secours restants : 9')
})

test('a staff page asks for the second step, and so does a sign-in through Google', async ({ page }) => {
  const admin = await onAccountPage(page)
  const { app } = await setUpApp(page)
  await signOutAndIn(page, admin)
  await page.goto('/admin/exports')
  await expect(page).toHaveURL('/connexion?suite=%2Fadmin%2Fexports')
  await expect(page.getByRole('heading', { name: 'Encore une étape' })).toBeVisible()
  await page.getByRole('button', { name: 'Abandonner la connexion' }).click()
  await expect(page.getByRole('button', { name: 'Se connecter', exact: true })).toBeVisible()

  const { email, firstName, lastName } = admin
  await callApi('/auth/email/verify', { token: await mailedToken(email, 'verification') })
  await atProvider('google', { person: { subject: `g-${email}`, email, emailVerified: true, firstName, lastName } })
  await page.getByRole('link', { name: /Google/ }).click()
  await expect(page.getByRole('heading', { name: 'Encore une étape' })).toBeVisible()
  await page
    .getByRole('textbox', { name: 'Code de l’application' })
    .fill(app.generate({ timestamp: Date.now() + 30_000 }))
  await page.getByRole('button', { name: 'Valider' }).click()
  await page.waitForURL('/admin/exports')
})

test('another administrator resets a lost factor, after which the password is enough', async ({ page, browser }) => {
  const lost = await onAccountPage(page)
  await setUpApp(page)
  const context = await browser.newContext()
  const other = await context.newPage()
  await signedIn(context, await makeStaff('admin'))
  await other.goto(`/admin/utilisateurs?search=${encodeURIComponent(lost.email)}`)
  await other.getByRole('link', { name: `${lost.firstName} ${lost.lastName}` }).click()
  await other.getByRole('button', { name: 'Réinitialiser' }).click()
  await expect(other.getByRole('dialog')).toContainText('Assurez-vous d’abord')
  await expectNoFinding(other)
  await other.getByRole('button', { name: 'Confirmer' }).click()
  await expect(other.getByText('est réinitialisée.')).toBeVisible()
  await expect(other.getByText('a réinitialisé la double authentification')).toBeVisible()
  await context.close()

  await page.goto('/admin')
  await page.getByLabel('Adresse e-mail').fill(lost.email)
  await page.getByLabel('Mot de passe', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Se connecter', exact: true }).click()
  await page.waitForURL('/admin')
})

test('on a small phone, in English, everything fits and a passkey is renamed and removed', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 })
  await withAuthenticator(page)
  await onAccountPage(page, 'employee', '/en/compte')
  const english = page.getByRole('region', { name: 'Second factor' })
  const fits = async () =>
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
  await english.getByLabel('Name of the passkey').fill('Phone')
  await english.getByRole('button', { name: 'Add a passkey' }).click()
  await expect(english.getByRole('list', { name: 'Recovery codes' })).toBeVisible()
  await fits()
  await english.getByRole('button', { name: 'I have kept them' }).click()
  await english.getByRole('button', { name: 'Rename Phone' }).click()
  await english.getByRole('form', { name: 'Rename Phone' }).getByLabel('Name of the passkey').fill('Old phone')
  await english.getByRole('button', { name: 'Save', exact: true }).click()
  await english.getByRole('button', { name: 'Set up an app' }).click()
  await expect(english.getByRole('img', { name: 'QR code to scan' })).toBeVisible()
  await fits()
  await expectNoFinding(page)
  await english.getByRole('button', { name: 'Remove Old phone' }).click()
  await expect(english).toContainText('You have none yet.')
})

test('players see nothing of it', async ({ page }) => {
  await signedIn(page.context())
  await page.goto('/compte')
  await expect(page.getByRole('heading', { name: 'Connexion', exact: true })).toBeVisible()
  await expect(card(page)).toBeHidden()
})
