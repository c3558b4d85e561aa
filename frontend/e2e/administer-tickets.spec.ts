import type { Page } from '@playwright/test'
import { expect, reached, test } from './journey.ts'
import { handedOver, makePerson, makeStaff, playAll, signedIn, takeCode } from './people.ts'

const rows = (page: Page) => page.getByRole('table', { name: 'Tickets' }).locator('tbody tr')
const shown = (code: string) => `${code.slice(0, 5)}-${code.slice(5)}`

test('a table lists all tickets, the latest play first, with the prize and the player [1.3/P 1.3/Q]', async ({
  page,
  context,
}) => {
  await signedIn(context, await makeStaff('admin'))
  const player = await makePerson({ firstName: 'Ada', lastName: 'Table' })
  const code = await takeCode('the-signature')
  await playAll(player, [code])
  await page.goto('/admin/tickets')
  const row = rows(page).filter({ hasText: shown(code) })
  await expect(row).toContainText('Thé signature')
  reached('1.3/P')
  await expect(row).toContainText('À remettre')
  await expect(page.getByText(/^2\s000 tickets en tout$/)).toBeVisible()
  reached('1.3/Q')
  await row.getByRole('link', { name: 'Ada Table' }).click()
  await expect(page.getByRole('heading', { name: 'Ada Table' })).toBeVisible()
})

test('tickets are filtered by status: pending, claimed, unclaimed [1.3/R 1.3/S]', async ({ page, context }) => {
  await signedIn(context, await makeStaff('admin'))
  const [waiting, gone] = [await takeCode(), await takeCode()]
  await playAll(await makePerson(), [waiting, gone])
  await handedOver(gone)
  await page.goto('/admin/tickets')
  const states = { pending: 'À remettre', claimed: 'Remis', unclaimed: 'Non joué' }
  for (const [status, name] of Object.entries(states)) {
    await page.getByLabel('État').selectOption(name)
    await expect(page).toHaveURL(new RegExp(`\\?status=${status}$`))
    await expect(page.getByRole('group', { name: 'Tickets' })).toHaveAttribute('aria-busy', 'false')
    await expect(rows(page).first().getByRole('cell').nth(2)).toHaveText(name)
    const told = await rows(page).evaluateAll(all => all.map(row => row.children[2]?.textContent))
    expect(new Set(told)).toEqual(new Set([name]))
    reached('1.3/R', '1.3/S')
  }
  await page.goto('/admin/tickets?status=claimed')
  await expect(rows(page).filter({ hasText: shown(gone) })).toContainText(/\d\d:\d\d/)
  await expect(rows(page).filter({ hasText: shown(waiting) })).toHaveCount(0)
})

test('tickets are filtered by the period in which they were played [1.3/R 1.3/T]', async ({ page, context }) => {
  await signedIn(context, await makeStaff('admin'))
  const code = await takeCode()
  await playAll(await makePerson(), [code])
  await page.goto('/admin/tickets')
  await page.getByRole('button', { name: 'Aujourd’hui' }).click()
  await expect(page).toHaveURL(/from=.*&to=/)
  await expect(rows(page).filter({ hasText: shown(code) })).toBeVisible()
  reached('1.3/R')
  await page.getByLabel('Du', { exact: true }).fill('2021-12-01')
  await page.getByLabel('Au', { exact: true }).fill('2021-12-31')
  await expect(page.getByRole('heading', { name: 'Aucun ticket' })).toBeVisible()
  reached('1.3/T')
})

test('tickets are filtered by prize, together with the other filters, by a link that can be shared [1.3/R 1.3/U]', async ({
  page,
  context,
}) => {
  const admin = await signedIn(context, await makeStaff('admin'))
  const [tea, infuser] = [await takeCode('the-detox'), await takeCode('infuseur')]
  await playAll(await makePerson(), [tea, infuser])
  await page.goto('/admin/tickets')
  await page.getByLabel('Lot gagné').selectOption('Thé détox ou infusion')
  await expect(rows(page).filter({ hasText: shown(tea) })).toBeVisible()
  await expect(rows(page).filter({ hasText: shown(infuser) })).toHaveCount(0)
  reached('1.3/R', '1.3/U')
  await page.getByLabel('État').selectOption('À remettre')
  await page.getByRole('button', { name: '7 jours' }).click()
  await expect(page).toHaveURL(/prize=the-detox&status=pending&from=.*&to=/)

  const colleague = await context.browser()?.newContext()
  if (!colleague) throw new Error('no browser')
  await signedIn(colleague, admin)
  const other = await colleague.newPage()
  await other.goto(page.url())
  await expect(other.getByLabel('Lot gagné')).toHaveValue('the-detox')
  await expect(other.getByLabel('État')).toHaveValue('pending')
  await expect(rows(other).filter({ hasText: shown(tea) })).toBeVisible()
  await colleague.close()

  await page.goBack()
  await expect(page).toHaveURL(/\?prize=the-detox&status=pending$/)
  await page.goBack()
  await expect(page.getByLabel('État')).toHaveValue('')
  await expect(page.getByLabel('Lot gagné')).toHaveValue('the-detox')
})

test('the pages of a list follow each other without losing a ticket or showing one twice', async ({
  page,
  context,
}) => {
  await signedIn(context, await makeStaff('admin'))
  await page.goto('/admin/tickets?status=unclaimed')
  const seen: string[] = []
  for (let turn = 0; turn < 2; turn++) {
    await expect(rows(page)).toHaveCount(20)
    await expect(page.getByRole('group', { name: 'Tickets' })).toHaveAttribute('aria-busy', 'false')
    seen.push(...(await rows(page).evaluateAll(all => all.map(row => row.children[0]?.textContent ?? ''))))
    if (turn > 0) break
    await page.getByRole('button', { name: 'Suivants' }).click()
    await expect(page.getByRole('button', { name: 'Précédents' })).toBeVisible()
  }
  expect(new Set(seen).size).toBe(40)
  await page.getByRole('button', { name: 'Précédents' }).click()
  await expect(rows(page).first().getByRole('cell').first()).toHaveText(seen[0] ?? '')
})

test('the export button takes the filters along', async ({ page, context }) => {
  await signedIn(context, await makeStaff('admin'))
  await page.goto('/admin/tickets?status=pending&prize=infuseur')
  await page.getByRole('link', { name: 'Exporter ces tickets' }).click()
  await expect(page).toHaveURL(/\/admin\/exports\?report=tickets&status=pending&prize=infuseur$/)
  await expect(page.getByLabel('État', { exact: true })).toHaveValue('pending')
  await expect(page.getByLabel('Lot gagné')).toHaveValue('infuseur')
})
