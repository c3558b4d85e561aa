import { randomBytes } from 'node:crypto'
import type { Page } from '@playwright/test'
import { expect, reached, test } from './journey.ts'
import { callApi, makePerson, makeStaff, PASSWORD, playAll, signedIn, takeCode, withdrawRole } from './people.ts'

/** A family name that no other user has, so that a journey sees only its own users. */
const familyName = () => `Famille ${randomBytes(4).toString('hex')}`
const rows = (page: Page) => page.getByRole('table', { name: 'Utilisateurs' }).locator('tbody tr')

async function openUsers(page: Page, search: string): Promise<void> {
  await page.goto('/admin/utilisateurs')
  await page.getByRole('searchbox', { name: 'Rechercher' }).fill(search)
}

async function openProfile(page: Page, lastName: string, firstName: string): Promise<void> {
  await openUsers(page, lastName)
  await page.getByRole('link', { name: `${firstName} ${lastName}` }).click()
  await expect(page.getByRole('heading', { name: `${firstName} ${lastName}` })).toBeVisible()
}

test('users are found by the beginning of a name or an address, which stays in the address bar [1.3/K 1.3/L]', async ({
  page,
  context,
}) => {
  await signedIn(context, await makeStaff('admin'))
  const lastName = familyName()
  const ada = await makePerson({ firstName: 'Ada', lastName })
  await makePerson({ firstName: 'Zoé', lastName })
  await openUsers(page, lastName)
  await expect(rows(page)).toHaveCount(2)
  reached('1.3/L')
  await expect(page).toHaveURL(/\?search=Famille/)
  await expect(page.getByText('2 comptes affichés.')).toBeAttached()
  await page.getByLabel('Trier par').selectOption('Nom')
  await expect(rows(page).first()).toContainText(`Ada ${lastName}`)

  await page.getByRole('searchbox').fill(ada.email)
  await expect(rows(page)).toHaveCount(1)
  await expect(rows(page).first()).toContainText(ada.email)
  reached('1.3/K')
  await page.reload()
  await expect(page.getByRole('searchbox')).toHaveValue(ada.email)
  await expect(rows(page)).toHaveCount(1)

  await page.getByRole('searchbox').fill('personne de ce nom')
  await expect(page.getByRole('heading', { name: 'Aucun compte' })).toBeVisible()
  await page.getByRole('button', { name: 'Effacer les filtres' }).click()
  await expect(page.getByRole('searchbox')).toHaveValue('')
  await expect(rows(page).nth(2)).toBeVisible()
})

test('users are filtered by role and by state [1.3/L]', async ({ page, context }) => {
  await signedIn(context, await makeStaff('admin'))
  const lastName = familyName()
  await makePerson({ firstName: 'Ada', lastName })
  await makeStaff('employee', { firstName: 'Bob', lastName })
  await openUsers(page, lastName)
  await expect(rows(page)).toHaveCount(2)
  await page.getByLabel('Rôle').selectOption('Employé')
  await expect(rows(page)).toHaveCount(1)
  await expect(rows(page).first()).toContainText('Thé Tip Top Nice')
  reached('1.3/L')
  await page.getByLabel('État').selectOption('Désactivé')
  await expect(page.getByRole('heading', { name: 'Aucun compte' })).toBeVisible()
  await page.goBack()
  await expect(rows(page)).toHaveCount(1)
  await expect(page.getByLabel('État')).toHaveValue('')
})

test('a long list is read page by page, back and forth, and the focus follows', async ({ page, context }) => {
  await signedIn(context, await makeStaff('admin'))
  const lastName = familyName()
  for (const letter of 'abcdefghijklmnopqrstuv') await makePerson({ firstName: `Ada ${letter}`, lastName })
  await page.goto(`/admin/utilisateurs?search=${encodeURIComponent(lastName)}&sort=name`)
  await expect(rows(page)).toHaveCount(20)
  await expect(page.getByRole('button', { name: 'Précédents' })).toBeHidden()
  await page.getByRole('button', { name: 'Suivants' }).click()
  await expect(rows(page)).toHaveCount(2)
  await expect(rows(page).last()).toContainText('Ada v')
  await expect(page.getByRole('group', { name: 'Utilisateurs' })).toBeFocused()
  await expect(page.getByRole('button', { name: 'Suivants' })).toBeHidden()

  await rows(page).last().getByRole('link').click()
  await expect(page).toHaveURL(/\/admin\/utilisateurs\/\d+$/)
  await page.goBack()
  await expect(rows(page)).toHaveCount(2)
  await page.getByRole('button', { name: 'Précédents' }).click()
  await expect(rows(page)).toHaveCount(20)
  await expect(rows(page).first()).toContainText('Ada a')
})

test('a click anywhere in a row opens the whole profile: facts, tickets and history [1.3/M 1.3/N]', async ({
  page,
  context,
}) => {
  await signedIn(context, await makeStaff('admin'))
  const lastName = familyName()
  const ada = await makePerson({ firstName: 'Ada', lastName, birthDate: '1985-12-10' })
  await playAll(ada, [await takeCode('the-signature')])
  await openUsers(page, lastName)
  await expect(rows(page)).toHaveCount(1)
  // The link covers the whole row: a click on the row lands on it wherever it is.
  await rows(page).click()
  await expect(page.getByRole('heading', { name: `Ada ${lastName}` })).toBeVisible()
  reached('1.3/M')
  const profile = page.getByRole('region', { name: 'Informations' })
  await expect(profile).toContainText(ada.email)
  await expect(profile).toContainText('10 décembre 1985')
  await expect(profile).toContainText('mot de passe')
  await expect(page.getByRole('table', { name: 'Ses tickets' })).toContainText('Thé signature')
  await expect(page.getByRole('group', { name: 'Son historique' })).toContainText(`Ada ${lastName} a créé un compte.`)
  reached('1.3/N')
  await page.reload()
  await expect(profile).toContainText(ada.email)
})

test('a player becomes an employee of a shop after a confirmation, and can work there [1.3/M 1.3/O]', async ({
  page,
  context,
}) => {
  const admin = await signedIn(context, await makeStaff('admin', { firstName: 'Camille', lastName: familyName() }))
  const lastName = familyName()
  const ada = await makePerson({ firstName: 'Ada', lastName })
  await openProfile(page, lastName, 'Ada')
  await page.getByRole('button', { name: 'Changer le rôle' }).click()
  await expect(page.getByText('C’est déjà son rôle.')).toBeVisible()
  await page.getByLabel('Nouveau rôle').selectOption('Employé')
  await page.getByRole('button', { name: 'Changer le rôle' }).click()
  await expect(page.getByText('Choisissez la boutique de cet employé.')).toBeVisible()
  await expect(page.getByLabel('Boutique (obligatoire)')).toBeVisible()
  await page.getByLabel('Boutique').selectOption('lyon')
  await page.getByRole('button', { name: 'Changer le rôle' }).click()

  const dialog = page.getByRole('dialog', { name: `Changer le rôle d’Ada ${lastName} ?` })
  await expect(dialog).toContainText('Joueur → Employé.')
  await expect(dialog).toContainText('pourra remettre des lots dans la boutique Thé Tip Top Lyon')
  reached('1.3/M')
  await dialog.getByRole('button', { name: 'Annuler' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('button', { name: 'Changer le rôle' })).toBeFocused()

  await page.getByRole('button', { name: 'Changer le rôle' }).click()
  await dialog.getByRole('button', { name: 'Confirmer' }).dblclick()
  await expect(
    page.getByRole('status').filter({ hasText: `Ada ${lastName} a maintenant le rôle « Employé ».` }),
  ).toBeFocused()
  await expect(page.getByRole('region', { name: 'Informations' })).toContainText('Employé, Thé Tip Top Lyon')
  const history = page.getByRole('group', { name: 'Son historique' })
  await expect(history).toContainText(`Camille ${admin.lastName} a changé le rôle de Ada ${lastName}.`)
  await history.getByText('Détails').first().click()
  await expect(history).toContainText('Joueur')

  const login = await callApi('/auth/login', { email: ada.email, password: PASSWORD }, ada.address)
  expect(await login.json()).toMatchObject({ role: 'employee', shop: { slug: 'lyon' } })
  reached('1.3/O')
})

test('a disabled account cannot sign in until it is enabled again [1.3/M 1.3/O]', async ({ page, context }) => {
  await signedIn(context, await makeStaff('admin'))
  const lastName = familyName()
  const ada = await makePerson({ firstName: 'Ada', lastName })
  const signIn = async () =>
    (await callApi('/auth/login', { email: ada.email, password: PASSWORD }, ada.address)).status
  await openProfile(page, lastName, 'Ada')
  await page.getByRole('button', { name: 'Désactiver le compte' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText(`Les sessions d’Ada ${lastName} prendront fin en moins d’une minute`)
  reached('1.3/M')
  await dialog.getByRole('button', { name: 'Confirmer' }).click()
  await expect(page.getByText(`Le compte d’Ada ${lastName} est désactivé.`)).toBeVisible()
  expect(await signIn()).not.toBe(200)
  reached('1.3/O')
  await page.getByRole('button', { name: 'Réactiver le compte' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Confirmer' }).click()
  await expect(page.getByText(`Le compte d’Ada ${lastName} est réactivé.`)).toBeVisible()
  expect(await signIn()).toBe(200)
})

test('administrators cannot change their own account, and the page says why', async ({ page, context }) => {
  const { lastName } = await signedIn(
    context,
    await makeStaff('admin', { firstName: 'Camille', lastName: familyName() }),
  )
  await openUsers(page, lastName)
  await expect(rows(page).first()).toContainText('(vous)')
  await page.getByRole('link', { name: `Camille ${lastName}` }).click()
  await expect(page.getByText('C’est votre compte : pour changer son rôle')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Changer le rôle' })).toBeHidden()
  await expect(page.getByRole('button', { name: 'Désactiver le compte' })).toBeHidden()
})

test('a refused change is reported in the dialog, which stays open', async ({ page, context }) => {
  const admin = await signedIn(context, await makeStaff('admin'))
  const lastName = familyName()
  await makePerson({ firstName: 'Ada', lastName })
  await openProfile(page, lastName, 'Ada')
  await page.getByRole('button', { name: 'Désactiver le compte' }).click()
  const dialog = page.getByRole('dialog')
  await page.route('**/access', route => route.abort('internetdisconnected'))
  await dialog.getByRole('button', { name: 'Confirmer' }).click()
  await expect(dialog.getByRole('alert')).toContainText('Nous n’arrivons pas à joindre nos serveurs.')
  await page.unroute('**/access')
  // Meanwhile another administrator withdraws the role: the next answer leads away from this page.
  await withdrawRole(admin)
  await dialog.getByRole('button', { name: 'Confirmer' }).click()
  await expect(page).toHaveURL(/\/connexion\?suite=%2Fadmin%2Futilisateurs%2F\d+/)
})

test('the page of an unknown account says so', async ({ page, context }) => {
  await signedIn(context, await makeStaff('admin'))
  await page.goto('/admin/utilisateurs/999999')
  await expect(page.getByText('Ce compte n’existe pas.')).toBeVisible()
  expect((await page.goto('/admin/utilisateurs/abc'))?.status()).toBe(404)
})

test('what a copy of the database answers says how old it is', async ({ page, context }) => {
  await signedIn(context, await makeStaff('admin'))
  let lagSeconds: number | undefined = 7
  await page.route(/\/admin\/(users\?|statistics)/, async route => {
    const response = await route.fetch()
    await route.fulfill({ response, json: { ...(await response.json()), lagSeconds } })
  })
  const late = page.getByText('Lu sur une copie de la base, en retard de 7 s au plus.')
  for (const path of ['/admin/utilisateurs', '/admin']) {
    await page.goto(path)
    await expect(late).toBeVisible()
  }
  lagSeconds = 0
  await page.getByRole('button', { name: 'Actualiser' }).click()
  await expect(page.getByText('Lu sur une copie de la base, à jour.')).toBeVisible()
  lagSeconds = undefined
  await page.getByRole('button', { name: 'Actualiser' }).click()
  await expect(page.getByText('Lu sur une copie de la base')).toHaveCount(0)
})
