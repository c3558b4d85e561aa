import { expectNoFinding } from './axe.ts'
import { facts } from './facts.ts'
import { expect, test } from './journey.ts'
import { bailiffPages, inEnglish, quiet } from './pages.ts'
import {
  askApi,
  callApi,
  leaveSignedOut,
  makePerson,
  makeStaff,
  PASSWORD,
  sessionEnds,
  signedIn,
  takeCode,
} from './people.ts'
import { signInByForm } from './play-page.ts'
import { watch } from './watch.ts'

test('the server serves the bailiff’s page to bailiffs alone, and no other staff page to them', async ({ request }) => {
  const [player, employee, admin, bailiff] = await Promise.all([
    makePerson(),
    makeStaff('employee'),
    makeStaff('admin'),
    makeStaff('bailiff'),
  ])
  const statusOf = (path: string, cookie = '') =>
    request.get(path, { maxRedirects: 0, headers: { cookie } }).then(answer => answer.status())
  for (const path of [...bailiffPages, ...bailiffPages.map(inEnglish)]) {
    for (const { cookie } of [player, employee, admin]) expect(await statusOf(path, cookie), path).toBe(307)
    expect(await statusOf(path), path).toBe(307)
    expect(await statusOf(path, bailiff.cookie), path).toBe(200)
  }
  for (const path of ['/employe', '/employe/tickets/ABCDEFGHJK', '/admin', '/admin/tirage', '/admin/journal'])
    expect(await statusOf(path, bailiff.cookie), path).toBe(307)
})

test('an administrator appoints the bailiff, who then signs in to the sums and hashes of the contest', async ({
  page,
  context,
}) => {
  const maitre = await makePerson({ firstName: 'Maître', lastName: 'Constat' })
  await signedIn(context, await makeStaff('admin'))
  await page.goto(`/admin/utilisateurs?search=${encodeURIComponent(maitre.email)}`)
  await page.getByRole('link', { name: 'Maître Constat' }).click()
  await page.getByLabel('Nouveau rôle').selectOption('Commissaire de justice')
  await page.getByRole('button', { name: 'Changer le rôle' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('Joueur → Commissaire de justice.')
  await expect(dialog).toContainText('sans voir les données des joueurs ni pouvoir jouer')
  await dialog.getByRole('button', { name: 'Confirmer' }).click()
  await expect(page.getByText('a maintenant le rôle « Commissaire de justice »')).toBeVisible()

  await leaveSignedOut(page)
  await page.goto('/connexion')
  await page.evaluate(() => localStorage.clear())
  await page.goto('/connexion')
  await signInByForm(page, maitre.email, PASSWORD)
  await expect(page).toHaveURL(/\/commissaire$/)
  await expect(page.getByText('Connexion au nom de Maître Constat')).toBeVisible()
  await expect(page.getByRole('heading', { name: 'L’engagement' })).toBeVisible()
  await expect(page.getByText('Racine', { exact: true })).toBeVisible()
  await expect(
    page.getByText('Tickets générés').locator('xpath=ancestor-or-self::dt/following-sibling::dd'),
  ).toHaveText(/^2\s000$/)
  await expect(page.getByText(/Tête de la chaîne\s: événement n°\s/)).toBeVisible()
  const navigation = page.getByRole('navigation').first()
  await expect(navigation.getByRole('link', { name: 'Commissaire de justice' })).toHaveAttribute('aria-current', 'page')
  for (const name of ['Jouer', 'Espace employé', 'Administration'])
    await expect(navigation.getByRole('link', { name })).toHaveCount(0)
})

test('the bailiff neither plays nor reads about people', async () => {
  const { cookie, address } = await makeStaff('bailiff')
  const play = await callApi('/plays', { code: await takeCode() }, address, cookie)
  expect([play.status, (await play.json()).code]).toEqual([403, 'staff-may-not-play'])
  for (const path of ['/handover/tickets', '/admin/users', '/admin/tickets', '/admin/statistics', '/admin/audit'])
    expect(await askApi(path, { address, cookie }), path).toMatchObject({ status: 403, body: { code: 'role-needed' } })
})

test('axe finds nothing on the bailiff’s page, which keeps its policy at every width', async ({ page, context }) => {
  const seen = await watch(page)
  await signedIn(context, await makeStaff('bailiff'))
  for (const [width, path] of [
    [360, '/commissaire'],
    [1280, '/en/commissaire'],
  ] as const) {
    await page.setViewportSize({ width, height: 800 })
    await page.goto(path)
    await quiet(page)
    await expectNoFinding(page)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
  }
  expect(seen).toEqual({ violations: [], errors: [], strangers: [] })
})

test('a page that is open while its role is withdrawn leads to the sign-in', async ({ page, context }) => {
  await signedIn(context, await makeStaff('bailiff'))
  await page.goto('/commissaire')
  await expect(page.getByRole('heading', { name: 'Le journal' })).toBeVisible()
  await sessionEnds(context)
  // The state of the draw is asked every few seconds.
  await expect(page).toHaveURL(new RegExp(`^${facts().webUrl}/connexion\\?suite=%2Fcommissaire$`))
})
