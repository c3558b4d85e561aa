import { expect, test } from './journey.ts'
import { makePerson, PASSWORD } from './people.ts'

test('a sign-in that meets a crowd says so, keeps its place and goes through by itself', async ({ page }) => {
  const { email } = await makePerson()
  let refused = 0
  await page.route('**/auth/login', async route => {
    if (refused++) return route.continue()
    await route.fulfill({
      status: 503,
      contentType: 'application/problem+json',
      body: JSON.stringify({ code: 'sign-in-busy', status: 503, retryAfterSeconds: 1 }),
    })
  })
  await page.goto('/connexion')
  await page.getByLabel('Adresse e-mail').fill(email)
  await page.getByLabel('Mot de passe', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Se connecter' }).click()
  await expect(page.getByText('Votre demande est dans la file et repart toute seule…')).toBeVisible()
  await expect(page).toHaveURL(/\/jeu$/)
})

test('a registration that is answered by mail says to look there, and neither yes nor no', async ({ page }) => {
  await page.route('**/auth/register', route => route.fulfill({ status: 202 }))
  await page.goto('/inscription')
  await page.getByLabel('Prénom').fill('Noa')
  await page.getByLabel('Nom', { exact: true }).fill('Essai')
  await page.getByLabel('Adresse e-mail').fill('noa.essai@example.test')
  await page.getByLabel('Mot de passe', { exact: true }).fill(PASSWORD)
  await page.getByLabel('Jour').fill('7')
  await page.getByLabel('Mois').fill('3')
  await page.getByLabel('Année').fill('1990')
  await page.getByRole('checkbox', { name: /règlement/ }).check()
  await page.getByRole('button', { name: 'Créer mon compte' }).click()
  await expect(page.getByText('Regardez votre messagerie')).toBeVisible()
  await page.getByRole('link', { name: 'Se connecter' }).last().click()
  await expect(page).toHaveURL(/\/connexion/)
})
