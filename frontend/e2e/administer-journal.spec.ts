import type { Page } from '@playwright/test'
import { expect, test } from './journey.ts'
import { makePerson, makeStaff, playAll, signedIn, takeCode } from './people.ts'

const trail = (page: Page) => page.getByRole('group', { name: 'Journal' })

test('the audit trail says in sentences who did what, and shows when an entry is sealed', async ({ page, context }) => {
  await signedIn(context, await makeStaff('admin'))
  const person = await makePerson({ firstName: 'Ada', lastName: `Trace ${Date.now()}` })
  await page.goto('/admin/journal')
  const line = trail(page)
    .getByRole('listitem')
    .filter({ hasText: `Ada ${person.lastName} a créé un compte.` })
  await expect(line).toBeVisible()
  await expect(line.getByRole('time')).toHaveAttribute('datetime', /^20\d\d-.*Z$/)
  await line.getByRole('link', { name: `Ada ${person.lastName}` }).click()
  await expect(page.getByRole('heading', { name: `Ada ${person.lastName}` })).toBeVisible()
  // Among the events of all users, newer ones would push it off the page before it is sealed.
  await page.goto(`/admin/journal?user=${/\d+$/.exec(page.url())?.[0]}`)
  await expect(async () => {
    await page.reload()
    await expect(line.getByRole('img', { name: 'Scellé', exact: true })).toBeVisible({ timeout: 2_000 })
  }).toPass({ timeout: 25_000 })
})

test('the audit trail is filtered by kind, period and user, in the address', async ({ page, context }) => {
  await signedIn(context, await makeStaff('admin'))
  const person = await makePerson({ firstName: 'Ada', lastName: `Filtre ${Date.now()}` })
  const code = await takeCode()
  await playAll(person, [code])
  await page.goto('/admin/journal')
  await expect(trail(page).getByRole('listitem').first()).toBeVisible()
  await expect(trail(page)).not.toContainText('a joué le ticket')
  await page.getByLabel('Événement').selectOption('Ticket joué')
  await expect(trail(page)).toContainText(
    `Ada ${person.lastName} a joué le ticket ${code.slice(0, 5)}-${code.slice(5)}.`,
  )
  await expect(trail(page)).not.toContainText('a créé un compte')
  await page.getByRole('button', { name: 'Aujourd’hui' }).click()
  await expect(page).toHaveURL(/kind=ticket-played&from=.*&to=/)
  await expect(trail(page)).toContainText(`Ada ${person.lastName}`)

  await page.goto('/admin/journal?kind=ticket-played&from=2021-01-01&to=2021-01-31')
  await expect(page.getByRole('heading', { name: 'Rien à lire' })).toBeVisible()

  await page.goto('/admin/journal?kind=account-registered')
  await page.getByRole('link', { name: `Ada ${person.lastName}` }).click()
  await expect(page).toHaveURL(/utilisateurs\/\d+$/)
  const id = /\d+$/.exec(page.url())?.[0]
  await page.goto(`/admin/journal?user=${id}`)
  await expect(page.getByText(`Événements d’Ada ${person.lastName}`)).toBeVisible()
  const lines = await trail(page).getByRole('listitem').allTextContents()
  expect(lines.length).toBeGreaterThan(0)
  expect(lines.every(line => line.includes(person.lastName))).toBe(true)
  await page.getByRole('button', { name: 'Voir tout le monde' }).click()
  await expect(page).toHaveURL(/\/admin\/journal$/)
})

test('the audit trail is read page by page', async ({ page, context }) => {
  await signedIn(context, await makeStaff('admin'))
  for (let n = 0; n < 31; n++) await makePerson()
  await page.goto('/admin/journal?kind=account-registered')
  await expect(trail(page).getByRole('listitem')).toHaveCount(30)
  const newest = await trail(page).getByRole('time').first().getAttribute('datetime')
  await page.getByRole('button', { name: 'Suivants' }).click()
  await expect(page.getByRole('button', { name: 'Précédents' })).toBeVisible()
  await expect(trail(page)).toBeFocused()
  const older = await trail(page).getByRole('time').first().getAttribute('datetime')
  expect(Date.parse(older ?? '')).toBeLessThanOrEqual(Date.parse(newest ?? ''))
})
