import type { Page } from '@playwright/test'
import type { Statistics } from '@tiptop/contract/statistics.ts'
import { facts } from './facts.ts'
import { expect, reached, test } from './journey.ts'
import { quiet } from './pages.ts'
import { makePerson, makeStaff, PASSWORD, playAll, signedIn, takeCode } from './people.ts'

/** Waits for the next figures that the page loads. */
async function figuresOf(page: Page, act: () => Promise<unknown>): Promise<Statistics> {
  const answered = page.waitForResponse(answer => answer.url().includes('/admin/statistics') && answer.ok())
  await act()
  return (await (await answered).json()) as Statistics
}

const count = (figure: number) => new Intl.NumberFormat('fr-FR').format(figure)
const tile = (page: Page, name: string) =>
  page.getByRole('region', { name: 'En chiffres' }).locator('dl > div').filter({ hasText: name })

test('an administrator opens a page of the administration, signs in, and gets to that page [1.3/A 1.3/B 1.3/C 1.3/D 1.3/E]', async ({
  page,
}) => {
  const { email } = await makeStaff('admin', { firstName: 'Camille', lastName: 'Direction' })
  const signIn = async () => {
    await page.getByLabel('Adresse e-mail').fill(email)
    await page.getByLabel('Mot de passe', { exact: true }).fill(PASSWORD)
    await page.getByRole('button', { name: 'Se connecter' }).click()
  }
  await page.goto('/admin')
  await expect(page).toHaveURL(/\/connexion\?suite=%2Fadmin$/)
  reached('1.3/A', '1.3/D')
  await signIn()
  await expect(page).toHaveURL(/\/admin$/)
  reached('1.3/B', '1.3/C')
  await expect(page.getByRole('heading', { level: 1, name: 'Tableau de bord' })).toBeVisible()
  reached('1.3/E')
  await expect(page.getByText('Connexion au nom de Camille Direction')).toBeVisible()

  await page.getByRole('button', { name: 'Se déconnecter' }).click()
  await expect(page.getByRole('link', { name: 'Se connecter' })).toBeVisible()
  await page.goto('/admin/tickets?status=pending&prize=infuseur')
  await signIn()
  await expect(page).toHaveURL(/\/admin\/tickets\?status=pending&prize=infuseur$/)
  await expect(page.getByLabel('État')).toHaveValue('pending')
})

test('a player and an employee get neither the pages nor the data [1.3/C 1.3/D]', async ({ page, context }) => {
  for (const person of [await makePerson(), await makeStaff('employee')]) {
    await context.clearCookies()
    await signedIn(context, person)
    for (const path of ['/admin', '/admin/utilisateurs/1', '/en/admin/journal']) {
      await page.goto(path)
      await expect(page).toHaveURL(/\/connexion\?suite=/)
      reached('1.3/D')
    }
    for (const path of ['statistics', 'users', 'users/1', 'tickets', 'audit', 'shops', 'exports/users.csv']) {
      const answer = await fetch(`${facts().apiUrl}/admin/${path}`, { headers: { cookie: person.cookie } })
      expect([path, answer.status]).toEqual([path, 403])
      reached('1.3/C')
    }
  }
})

test('from the dashboard an administrator goes to every page, and back [1.3/E 1.3/F]', async ({ page, context }) => {
  await signedIn(context, await makeStaff('admin'))
  await page.goto('/admin')
  const nav = page.getByRole('navigation', { name: 'Pages d’administration' })
  for (const name of ['Utilisateurs', 'Tickets', 'Exports', 'Journal']) {
    await nav.getByRole('link', { name }).click()
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
    await expect(nav.getByRole('link', { name })).toHaveAttribute('aria-current', 'page')
    reached('1.3/F')
  }
  await nav.getByRole('link', { name: 'Tableau de bord' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Tableau de bord' })).toBeVisible()
  reached('1.3/E')
})

test('the dashboard shows the plays, the prizes and the rates, and what is played meanwhile [1.3/G 1.3/H 1.3/I 1.3/J]', async ({
  page,
  context,
}) => {
  await signedIn(context, await makeStaff('admin'))
  const player = await makePerson({ birthDate: '1950-05-17' })
  await playAll(player, [await takeCode('coffret-69')])
  const before = await figuresOf(page, () => page.goto('/admin'))
  await expect(tile(page, 'Participations')).toContainText(count(before.plays))
  await expect(tile(page, 'Participations')).toContainText(`sur ${count(before.tickets)} tickets`)

  await playAll(player, [await takeCode('coffret-69'), await takeCode('coffret-69')])
  const now = await figuresOf(page, () => page.getByRole('button', { name: 'Actualiser' }).click())
  expect(now.plays).toBeGreaterThanOrEqual(before.plays + 2)
  reached('1.3/G')
  await expect(tile(page, 'Participations')).toContainText(count(now.plays))
  reached('1.3/H')
  await expect(tile(page, 'Joueurs')).toContainText(count(now.players))
  await expect(tile(page, 'Lots remis')).toContainText(count(now.handovers))

  const prizes = page.getByRole('table', { name: 'Répartition des lots' })
  for (const { prize, allotted, played, handedOver, remaining } of now.prizes)
    await expect(prizes.getByRole('row').filter({ hasText: prize.name.fr }).getByRole('cell')).toHaveText(
      [prize.name.fr, '', allotted, played, handedOver, remaining].map(cell =>
        typeof cell === 'number' ? count(cell) : cell,
      ),
    )
  reached('1.3/I')

  const { playedOfTickets, handedOverOfPlayed, playersOfAccounts } = now.conversion
  const percent = new Intl.NumberFormat('fr-FR', { style: 'percent', maximumFractionDigits: 1 })
  for (const rate of [playedOfTickets, handedOverOfPlayed, playersOfAccounts])
    await expect(page.locator('section', { hasText: 'Taux de conversion' }).last()).toContainText(
      percent.format(rate ?? 0),
    )
  reached('1.3/J')
})

test('each chart has a table with the same figures, for users who cannot see the chart', async ({ page, context }) => {
  await signedIn(context, await makeStaff('admin'))
  await playAll(await makePerson({ birthDate: '1960-01-02' }), [await takeCode()])
  const figures = await figuresOf(page, () => page.goto('/admin'))
  const titles = ['Par jour', 'Par heure de la journée', 'Lots remis par boutique', 'Participations par âge']
  for (const title of titles) {
    const table = page.getByRole('table', { name: title, exact: true })
    await expect(table).toBeHidden()
    await page.locator('summary', { hasText: title }).click()
    await expect(table).toBeVisible()
  }
  const rowsOf = (title: string) => page.getByRole('table', { name: title, exact: true }).locator('tbody tr')
  const today = figures.perDay.at(-1)
  await expect(rowsOf('Par jour').last()).toContainText(count(today?.plays ?? -1))
  await expect(rowsOf('Par heure de la journée')).toHaveCount(24)
  await expect(rowsOf('Lots remis par boutique')).toHaveCount(figures.perShop.length)
  const oldest = figures.perAge.find(({ from }) => from === 65)
  await expect(rowsOf('Participations par âge').filter({ hasText: '65 ans et plus' })).toContainText(
    count(oldest?.plays ?? -1),
  )
  await expect(
    page
      .locator('svg')
      .filter({ has: page.locator('text') })
      .first(),
  ).toHaveAttribute('aria-hidden', 'true')
})

test('figures are those of the period in the address, which Back undoes [1.3/G 1.3/H]', async ({ page, context }) => {
  await signedIn(context, await makeStaff('admin'))
  await playAll(await makePerson(), [await takeCode()])
  await page.goto('/admin')
  await quiet(page)
  const ofToday = await figuresOf(page, () => page.getByRole('button', { name: 'Aujourd’hui' }).click())
  expect(ofToday.period.from).toBe(ofToday.period.to)
  reached('1.3/G')
  await expect(page).toHaveURL(/\/admin\?from=20\d\d-\d\d-\d\d&to=20\d\d-\d\d-\d\d$/)
  await expect(page.getByRole('button', { name: 'Aujourd’hui' })).toHaveAttribute('aria-pressed', 'true')

  await page.getByLabel('Du', { exact: true }).fill('2021-01-01')
  await page.getByLabel('Au', { exact: true }).fill('2021-01-31')
  await expect(page.getByRole('heading', { name: 'Rien dans cette période' })).toBeVisible()
  await expect(tile(page, 'Participations').getByRole('definition').first()).toHaveText('0')
  reached('1.3/H')
  await page.goBack()
  await page.goBack()
  await expect(page.getByRole('button', { name: 'Aujourd’hui' })).toHaveAttribute('aria-pressed', 'true')
  await expect(page.getByRole('heading', { name: 'Par jour' })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('button', { name: 'Aujourd’hui' })).toHaveAttribute('aria-pressed', 'true')
})

test('a period that ends before it begins is reported, and not requested until it is corrected', async ({
  page,
  context,
}) => {
  await signedIn(context, await makeStaff('admin'))
  await page.goto('/admin?from=2026-11-20&to=2026-11-25')
  await quiet(page)
  await page.getByLabel('Du', { exact: true }).fill('28/11/2026')
  await expect(page.getByRole('alert').filter({ hasText: 'Le premier jour vient après le dernier.' })).toBeVisible()
  await expect(page.getByLabel('Du', { exact: true })).toHaveAccessibleDescription(/Le premier jour/)
  await expect(page).toHaveURL(/from=2026-11-20&to=2026-11-25$/)
  await page.getByLabel('Au', { exact: true }).fill('30/11')
  await page.getByLabel('Au', { exact: true }).blur()
  await expect(page.getByLabel('Au', { exact: true })).toHaveAttribute('aria-invalid', 'true')
  await page.getByLabel('Au', { exact: true }).fill('2026-11-30')
  await expect(page).toHaveURL(/from=2026-11-28&to=2026-11-30$/)
  await expect(page.getByText('Le premier jour vient après le dernier.')).toBeHidden()
})
