import { agrees, cardShown, search, title, validate, waitingTicket } from './counter-page.ts'
import { expect, reached, test } from './journey.ts'
import {
  askApi,
  callApi,
  makePerson,
  makeStaff,
  PASSWORD,
  sessionEnds,
  setRole,
  signedIn,
  withdrawRole,
} from './people.ts'
import { signInByForm } from './play-page.ts'

const closed = 'Cet espace n’est pas ouvert à votre compte'

test('the server itself sends visitors and players to the sign-in, and serves the page to the staff [1.2/C 1.2/D 1.3/C 1.3/D]', async ({
  baseURL,
}) => {
  const [player, employee, admin] = await Promise.all([makePerson(), makeStaff('employee'), makeStaff('admin')])
  // Keeps no cookie from one question to the next, as a context of Playwright does.
  const ask = (path: string, cookie?: string) =>
    fetch(new URL(path, baseURL), { redirect: 'manual', headers: cookie ? { cookie } : {} }).then(
      ({ status, headers }) => ({
        status,
        location: headers.get('location') ?? undefined,
        cache: headers.get('cache-control'),
      }),
    )
  const spaces = ['/employe', '/employe/tickets/ABCDEFGHJK', '/admin', '/admin/utilisateurs?page=2']
  for (const path of [...spaces, ...spaces.map(path => `/en${path}`)]) {
    const signIn = path.startsWith('/en/') ? '/en/connexion' : '/connexion'
    const location = `${signIn}?suite=${encodeURIComponent(path)}`
    for (const cookie of [undefined, 'tiptop_session=forged', player.cookie])
      expect(await ask(path, cookie), path).toEqual({ status: 307, location, cache: 'private, no-store' })
    reached('1.2/D', '1.3/D')
    expect(await ask(path, admin.cookie), path).toMatchObject({ status: 200, cache: 'private, no-store' })
    const forEmployee = await ask(path, employee.cookie)
    expect(forEmployee.status, path).toBe(path.includes('/admin') ? 307 : 200)
    reached('1.2/C', '1.3/C')
  }
})

test('an employee starts work: the sign-in leads to the counter, which shows their name and shop [1.2/A 1.2/B 1.2/C 1.2/E]', async ({
  page,
}) => {
  const { email } = await makeStaff('employee')
  await page.goto('/connexion')
  await signInByForm(page, email, PASSWORD)
  await expect(page).toHaveURL(/\/employe$/)
  reached('1.2/A', '1.2/B', '1.2/C')
  await expect(title(page)).toHaveText('Remettre un lot')
  await expect(page.getByText('Sacha Comptoir · Thé Tip Top Nice')).toBeVisible()
  reached('1.2/E')
  await expect(search(page)).toBeFocused()
  await expect(page.getByRole('link', { name: 'Espace employé' })).toHaveAttribute('aria-current', 'page')
})

test('a link to a ticket survives the sign-in [1.2/B 1.2/D 1.2/M]', async ({ page }) => {
  const [{ email }, { path, name }] = [await makeStaff('employee'), await waitingTicket()]
  await page.goto(path)
  await expect(page).toHaveURL(/\/connexion\?suite=/)
  reached('1.2/D')
  await signInByForm(page, email, PASSWORD)
  await expect(page).toHaveURL(new RegExp(`${path}$`))
  reached('1.2/B')
  await expect(page.getByText(name)).toBeVisible()
  reached('1.2/M')
})

test('a player reads that the counter is closed to players, and signs in with another account [1.2/C 1.2/D]', async ({
  page,
  context,
}) => {
  await signedIn(context)
  const { email } = await makeStaff('employee')
  await page.goto('/employe')
  await expect(page).toHaveURL(/\/connexion\?suite=%2Femploye$/)
  reached('1.2/D')
  await expect(page.locator('strong', { hasText: closed })).toBeFocused()
  reached('1.2/C')
  await expect(page.getByRole('link', { name: 'Aller au jeu' })).toHaveAttribute('href', '/jeu')
  await page.getByRole('button', { name: 'Me connecter avec un autre compte' }).click()
  await signInByForm(page, email, PASSWORD)
  await expect(page).toHaveURL(/\/employe$/)
  await expect(search(page)).toBeVisible()
})

test('a user without the role who signs in or registers on the way to the counter learns it at once [1.2/D]', async ({
  page,
}) => {
  const { email } = await makePerson()
  await page.goto('/en/employe')
  await page.getByLabel('E-mail address').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByText('Your account does not have access to this area')).toBeVisible()
  reached('1.2/D')
  await page.goto('/inscription?suite=/employe')
  await expect(page.getByText(closed)).toBeVisible()
  await expect(page.getByLabel('Adresse e-mail')).toBeHidden()
})

test('the API refuses a player with 403 and a visitor with 401, whatever page they have open [1.2/C]', async () => {
  const [player, { code }] = [await makePerson(), await waitingTicket()]
  const stranger = { address: player.address, cookie: '' }
  for (const path of ['/handover/tickets', `/handover/tickets/${code}`]) {
    expect(await askApi(path, player)).toMatchObject({ status: 403, body: { code: 'role-needed' } })
    expect(await askApi(path, stranger)).toMatchObject({ status: 401, body: { code: 'session-needed' } })
    reached('1.2/C')
  }
  const claim = await callApi(`/handover/tickets/${code}/claim`, { identityChecked: true }, '10.9.9.9', player.cookie)
  expect(claim.status).toBe(403)
})

test('a role withdrawn or a session that ends while the page is open leads to the sign-in [1.2/C 1.2/D]', async ({
  page,
  context,
}) => {
  const person = await signedIn(context, await makeStaff('employee'))
  await page.goto('/employe')
  await expect(search(page)).toBeVisible()
  await withdrawRole(person)
  // The page also asks by itself, and may have led away before the employee has typed.
  const acts = async () => {
    await search(page).fill('Camille', { timeout: 5_000 })
    await search(page).press('Enter', { timeout: 5_000 })
  }
  await acts().catch(() => {})
  await expect(page.getByText(closed)).toBeVisible()
  reached('1.2/C')
  await expect(page).toHaveURL(/\/connexion\?suite=%2Femploye$/)
  reached('1.2/D')

  await setRole(person, 'employee', 'nice')
  const listed = page.waitForResponse(/\/api\/handover\/tickets/)
  await page.goto('/employe')
  await listed
  await sessionEnds(context)
  await page
    .getByRole('button', { name: 'Actualiser' })
    .click({ timeout: 5_000 })
    .catch(() => {})
  await expect(page).toHaveURL(/\/connexion\?suite=%2Femploye$/)
  await expect(page.getByLabel('Adresse e-mail')).toBeVisible()
})

test('an employee without a shop reads at once what to do, and cannot hand over prizes [1.2/E 1.2/R]', async ({
  page,
  context,
}) => {
  const { path } = await waitingTicket()
  await signedIn(context, await makeStaff('employee', { shop: null }))
  await page.goto(path)
  await expect(page.getByText('Votre compte n’est rattaché à aucune boutique')).toBeVisible()
  await expect(page.getByText('Demandez à un administrateur')).toBeVisible()
  await cardShown(page).check()
  await agrees(page).check()
  await validate(page).click()
  await expect(page.getByRole('alert').filter({ hasText: 'il ne peut donc pas remettre de lot' })).toBeVisible()
  reached('1.2/R')
  await page.goto('/employe')
  await expect(title(page)).toHaveText('Remettre un lot')
  await expect(page.getByText('Votre compte n’est rattaché à aucune boutique')).toBeVisible()
  reached('1.2/E')
})

test('a player sees no link to the staff areas, an administrator sees both', async ({ page, context }) => {
  await signedIn(context)
  await page.goto('/mes-gains')
  await expect(page.getByText('Connecté : Alix')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Espace employé' })).toHaveCount(0)
  await signedIn(context, await makeStaff('admin'))
  await page.goto('/mes-gains')
  await page.getByRole('button', { name: 'Continuer avec ce compte' }).last().click()
  await expect(page.getByRole('navigation').getByRole('link', { name: 'Administration' })).toBeVisible()
  await page.getByRole('link', { name: 'Espace employé' }).click()
  await expect(search(page)).toBeVisible()
  await expect(page.getByText('Votre compte n’est rattaché à aucune boutique')).toBeVisible()
})
