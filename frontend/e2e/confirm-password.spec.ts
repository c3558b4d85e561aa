import type { Page } from '@playwright/test'
import { expectNoFinding } from './axe.ts'
import { expect, test } from './journey.ts'
import { makeStaff, PASSWORD, signedIn, signedInLongAgo, throughGoogleAlone } from './people.ts'

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Confirmez que c’est bien vous' })
const field = (page: Page) => dialog(page).getByLabel('Votre mot de passe')
const confirm = (page: Page) => dialog(page).getByRole('button', { name: 'Confirmer' })

async function adminOfThisMorning(context: Parameters<typeof signedIn>[0]) {
  const admin = await makeStaff('admin')
  await signedInLongAgo(admin)
  return signedIn(context, admin)
}

test('an export asks for the password ten minutes after the sign-in, then goes on by itself', async ({
  page,
  context,
}) => {
  await adminOfThisMorning(context)
  await page.goto('/admin/exports')
  await page.getByRole('button', { name: 'Télécharger' }).click()
  await expect(dialog(page)).toBeVisible()
  await expectNoFinding(page)
  await confirm(page).click()
  await expect(dialog(page)).toContainText('Saisissez votre mot de passe.')
  await field(page).fill('une autre phrase')
  await confirm(page).click()
  await expect(dialog(page)).toContainText('Ce n’est pas le mot de passe de ce compte.')

  const arriving = page.waitForEvent('download')
  await field(page).fill(PASSWORD)
  await confirm(page).click()
  expect((await arriving).suggestedFilename()).toMatch(/\.csv$/)
  await expect(dialog(page)).toBeHidden()
  const again = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Télécharger' }).click()
  await again
})

test('closing the dialog changes nothing, and the page says why', async ({ page, context }) => {
  await adminOfThisMorning(context)
  await page.goto('/admin/exports')
  await page.getByRole('button', { name: 'Télécharger' }).click()
  await dialog(page).getByRole('button', { name: 'Annuler' }).click()
  await expect(dialog(page)).toBeHidden()
  await expect(page.getByRole('alert').filter({ hasText: 'Confirmez d’abord que c’est bien vous.' })).toBeVisible()
})

test('an administrator without a password signs in again through their provider', async ({ page, context }) => {
  const admin = await adminOfThisMorning(context)
  await throughGoogleAlone(admin)
  await page.goto('/admin/exports')
  await page.getByRole('button', { name: 'Télécharger' }).click()
  const link = dialog(page).getByRole('link', { name: 'Se connecter de nouveau avec Google' })
  await expect(link).toHaveAttribute('href', /\/auth\/google\?suite=%2Fadmin%2Fexports/)
})
