import type { Page } from '@playwright/test'
import { expectNoFinding } from './axe.ts'
import { facts } from './facts.ts'
import { expect, test } from './journey.ts'
import { throughBackend } from './pages.ts'
import { mailSaying, makePerson, makeStaff, PASSWORD, signedIn, signedInLongAgo } from './people.ts'
import { onAccountPage, setUpApp, signOutAndIn } from './second-factor-page.ts'

/** Journeys of what a browser alone can show, named for the requirement of ASVS 4.0.3 that they prove. */

async function signIn(page: Page, email: string, suite = '/mes-gains') {
  await page.goto(`/connexion?suite=${encodeURIComponent(suite)}`)
  await page.getByLabel('Adresse e-mail').fill(email)
  await page.getByLabel('Mot de passe', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Se connecter', exact: true }).click()
  await page.waitForURL(url => !url.pathname.startsWith('/connexion'))
}

test('V2.8.4 V2.8.5 the code that opened a session opens no second one, and its owner gets a mail', async ({
  page,
}) => {
  const admin = await onAccountPage(page)
  const { app } = await setUpApp(page)
  // The next code is good before its time, and stays so for a minute.
  const code = app.generate({ timestamp: Date.now() + 30_000 })
  const pass = async () => {
    await signOutAndIn(page, admin)
    await page.getByRole('textbox', { name: 'Code de l’application' }).fill(code)
    await page.getByRole('button', { name: 'Valider' }).click()
  }
  await pass()
  await page.waitForURL('/admin')
  await pass()
  await expect(page.getByText('Ce code n’est pas juste')).toBeVisible()
  await page.goto('/admin')
  await expect(page).toHaveURL(/\/connexion/)
  await mailSaying(admin.email, /avait déjà servi/)
})

test('V4.3.1 an administrator who has no second factor sets one up at the first sign-in, before anything opens', async ({
  page,
  context,
}) => {
  await throughBackend(context, facts().strictApiUrl)
  const { email } = await makeStaff('admin')
  await page.goto('/connexion?suite=/admin')
  await page.getByLabel('Adresse e-mail').fill(email)
  await page.getByLabel('Mot de passe', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Se connecter', exact: true }).click()
  const setUp = page.getByRole('heading', { name: 'Protégez votre compte' })
  await expect(setUp).toBeVisible()
  await page.goto('/admin')
  await expect(page).toHaveURL(/\/connexion/)
  await expect(setUp).toBeVisible()
  await expectNoFinding(page)
  await setUpApp(page, page.getByRole('main'))
  await page.getByRole('button', { name: 'Je les ai gardés' }).click()
  await page.waitForURL('/admin')
})

test('V3.3.4 signing out everywhere ends the session of another browser, whose next step leads to the sign-in', async ({
  page,
  browser,
}) => {
  const { email } = await makePerson()
  await signIn(page, email, '/compte')
  const context = await browser.newContext()
  const other = await context.newPage()
  await signIn(other, email)
  await expect(other).toHaveURL(/\/mes-gains/)
  await page.getByRole('button', { name: 'Me déconnecter partout' }).click()
  await expect(page).toHaveURL(/\/connexion/)
  await other.goto('/compte')
  await expect(other).toHaveURL(/\/connexion\?suite=%2Fcompte/)
  await context.close()
})

test('V3.4.2 V3.4.3 the session’s cookie belongs to the very host, and no script of a page reads it', async ({
  page,
  context,
}) => {
  const { email } = await makePerson()
  await signIn(page, email)
  const cookies = await context.cookies()
  const held = cookies.find(({ name }) => name.endsWith('_session'))
  // A domain that begins with a dot is shared with the hosts below it.
  expect(held).toMatchObject({ domain: new URL(facts().webUrl).hostname, path: '/', httpOnly: true, sameSite: 'Lax' })
  expect(await page.evaluate(() => document.cookie)).not.toContain('session')
})

test('V3.7.1 a role is not changed long after the sign-in until the password is given again', async ({
  page,
  context,
}) => {
  const admin = await makeStaff('admin')
  await signedInLongAgo(admin)
  await signedIn(context, admin)
  const { firstName, lastName, email } = await makePerson({ firstName: 'Ada' })
  await page.goto(`/admin/utilisateurs?search=${encodeURIComponent(email)}`)
  await page.getByRole('link', { name: `${firstName} ${lastName}` }).click()
  await page.getByLabel('Nouveau rôle').selectOption('Commissaire de justice')
  await page.getByRole('button', { name: 'Changer le rôle' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Confirmer' }).click()
  const again = page.getByRole('dialog', { name: 'Confirmez que c’est bien vous' })
  await again.getByLabel('Votre mot de passe').fill(PASSWORD)
  const changing = page.waitForResponse(answer => answer.request().method() === 'PATCH')
  await again.getByRole('button', { name: 'Confirmer' }).click()
  expect((await changing).status()).toBe(200)
})

test('V4.2.2 a form that another site sends changes nothing for the person who is signed in', async ({ page }) => {
  const { email } = await makePerson()
  await signIn(page, email)
  const target = `${facts().webUrl}/api/auth/logout`
  const body = `<form method="post" action="${target}"></form><script>document.forms[0].submit()</script>`
  await page.route('http://evil.example/', route => route.fulfill({ contentType: 'text/html', body }))
  const refused = page.waitForResponse(target)
  // The form leaves while this page loads.
  await page.goto('http://evil.example/', { waitUntil: 'commit' })
  expect((await refused).status()).toBe(403)
  await page.waitForURL(target)
  await page.goto('/compte')
  await expect(page.getByRole('button', { name: 'Me déconnecter partout' })).toBeVisible()
})

for (const suite of ['/.//evil.example', '/a/..//evil.example', '//evil.example', '/\\evil.example'])
  test(`V5.1.5 a sign-in that was to lead to ${suite} stays on the site`, async ({ page }) => {
    const { email } = await makePerson()
    await signIn(page, email, suite)
    expect(new URL(page.url()).origin).toBe(facts().webUrl)
  })
