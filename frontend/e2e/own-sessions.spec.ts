import type { Page } from '@playwright/test'
import { expectNoFinding } from './axe.ts'
import { expect, test } from './journey.ts'
import { callApi, makePerson, PASSWORD, signedIn } from './people.ts'

const NEW = 'une infusion de verveine'
const sessions = (page: Page) => page.getByRole('region', { name: 'Vos connexions' })
const passwordForm = (page: Page) => page.getByRole('form', { name: 'Changer de mot de passe' })
const submit = (page: Page) => passwordForm(page).getByRole('button', { name: 'Changer le mot de passe' })

test('the account shows where it is open; another device is signed out, then all of them', async ({
  page,
  context,
}) => {
  const person = await makePerson()
  await callApi('/auth/login', { email: person.email, password: PASSWORD }, person.address)
  await signedIn(context, person)
  await page.goto('/compte')
  const list = sessions(page).getByRole('listitem')
  await expect(list).toHaveCount(2)
  await expect(list.filter({ hasText: 'cet appareil' })).toHaveCount(1)
  await expectNoFinding(page)
  await list.getByRole('button', { name: /^Déconnecter/ }).click()
  await expect(list).toHaveCount(1)

  await sessions(page).getByRole('button', { name: 'Me déconnecter partout' }).click()
  await expect(page).toHaveURL(/\/connexion\?suite=%2Fcompte/)
})

test('the password is changed in the account, by the present one; a common one is refused', async ({
  page,
  context,
}) => {
  const person = await makePerson()
  await callApi('/auth/login', { email: person.email, password: PASSWORD }, person.address)
  await signedIn(context, person)
  await page.goto('/compte')
  await expect(sessions(page).getByRole('listitem')).toHaveCount(2)
  await submit(page).click()
  await expect(passwordForm(page)).toContainText('Saisissez votre mot de passe.')
  await passwordForm(page).getByLabel('Mot de passe actuel').fill('ce n’est pas lui')
  await passwordForm(page).getByLabel('Nouveau mot de passe').fill('Motdepasse2026!')
  await submit(page).click()
  await expect(passwordForm(page)).toContainText('trop courant')
  await passwordForm(page).getByLabel('Nouveau mot de passe').fill(NEW)
  await submit(page).click()
  await expect(passwordForm(page)).toContainText('Ce n’est pas le mot de passe de ce compte.')
  await expectNoFinding(page)
  await passwordForm(page).getByLabel('Mot de passe actuel').fill(PASSWORD)
  await submit(page).click()
  await expect(passwordForm(page)).toContainText('Votre mot de passe est changé')
  await expect(sessions(page).getByRole('listitem')).toHaveCount(1)
  const answers = await Promise.all(
    [PASSWORD, NEW].map(password => callApi('/auth/login', { email: person.email, password }, person.address)),
  )
  expect(answers.map(({ status }) => status)).toEqual([401, 200])
})
