import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { facts } from './facts.ts'
import { quiet } from './pages.ts'
import { makePerson, makeStaff, signedIn, takeCode } from './people.ts'

const FOLDER = join(import.meta.dirname, '..', 'screenshots')
const sizes = {
  phone: { width: 360, height: 740 },
  tablet: { width: 820, height: 1180 },
  desktop: { width: 1280, height: 800 },
}
const prizes = ['infuseur', 'infuseur', 'infuseur', 'the-detox', 'the-signature', 'coffret-39', 'coffret-69']

/** A month of the contest: enough to fill a page of each list, and every chart. */
async function writePastMonth(): Promise<string> {
  const people = await Promise.all(
    ['1958', '1966', '1975', '1983', '1990', '1994', '1999', '2004'].map(year =>
      makePerson({ firstName: 'Alix', lastName: `Essai ${year}`, birthDate: `${year}-05-17` }),
    ),
  )
  const employee = await makeStaff('employee')
  const codes: string[] = []
  for (let n = 0; n < 120; n++) codes.push(await takeCode(prizes[n % prizes.length]))
  const players = people.map(({ email }) => email)
  const order = { codes, players, employee: employee.email }
  const answer = await fetch(`${facts().deskUrl}/past-month`, { method: 'POST', body: JSON.stringify(order) })
  if (!answer.ok) throw new Error(await answer.text())
  return people[0]?.email ?? ''
}

test('pictures of every page of the administration, at three widths', async ({ page, context }) => {
  test.slow()
  await mkdir(FOLDER, { recursive: true })
  await signedIn(context, await makeStaff('admin'))
  const player = await writePastMonth()
  for (const [size, viewport] of Object.entries(sizes)) {
    await page.setViewportSize(viewport)
    const take = (name: string, fullPage = true) => shoot(page, `${name}-${size}`, fullPage)
    await page.goto('/admin')
    await expect(page.getByRole('heading', { name: 'Par jour' })).toBeVisible()
    await take('admin-dashboard')
    await page.goto('/admin/utilisateurs')
    await expect(page.getByRole('link', { name: 'Sacha Siège' }).first()).toBeVisible()
    await take('admin-users')
    await page.goto(`/admin/utilisateurs?search=${encodeURIComponent(player)}`)
    await page.getByRole('link', { name: 'Alix Essai 1958' }).click()
    await expect(page.getByRole('heading', { name: 'Son historique' })).toBeVisible()
    await take('admin-profile')
    await page.getByLabel('Nouveau rôle').selectOption('employee')
    await page.getByLabel('Boutique').selectOption('nice')
    await page.getByRole('button', { name: 'Changer le rôle' }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await take('admin-role-dialog', false)
    await page.goto('/admin/tickets')
    await expect(page.getByText('tickets en tout')).toBeVisible()
    await take('admin-tickets')
    await page.goto('/admin/exports')
    await expect(page.getByRole('button', { name: 'Télécharger' })).toBeVisible()
    await take('admin-exports')
    await page.goto('/admin/journal')
    await expect(page.getByRole('listitem').first()).toBeVisible()
    await take('admin-journal')
  }
})

test('pictures of the grand draw and of the commitment, for its people and for everyone', async ({ page, context }) => {
  test.slow()
  await mkdir(FOLDER, { recursive: true })
  const people = { admin: await makeStaff('admin'), bailiff: await makeStaff('bailiff') }
  for (const [size, viewport] of Object.entries(sizes)) {
    await page.setViewportSize(viewport)
    const visit = async (path: string, name: string) => {
      await page.goto(path)
      await shoot(page, `${name}-${size}`, true)
    }
    await context.clearCookies()
    await visit('/preuve', 'proof')
    await visit('/grand-lot', 'grand-prize')
    await signedIn(context, people.admin)
    await visit('/admin/tirage', 'admin-draw')
    await context.clearCookies()
    await page.evaluate(() => sessionStorage.clear())
    await signedIn(context, people.bailiff)
    await visit('/commissaire', 'bailiff')
    await page.evaluate(() => sessionStorage.clear())
  }
})

async function shoot(page: Page, name: string, fullPage: boolean): Promise<void> {
  await quiet(page)
  await page.screenshot({ path: join(FOLDER, `${name}.png`), fullPage })
}
