import type { Page } from '@playwright/test'

export const field = (page: Page) => page.getByRole('textbox', { name: 'Code du ticket' })
export const discover = (page: Page) => page.getByRole('button', { name: 'Découvrir mon lot' })
export const modal = (page: Page) => page.getByRole('dialog')

export async function signInByForm(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel('Adresse e-mail').fill(email)
  await page.getByLabel('Mot de passe', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Se connecter' }).click()
}

/** Counts the plays that this page sends. */
export function countPlays(page: Page): { sent: number } {
  const plays = { sent: 0 }
  page.on('request', request => {
    if (request.method() === 'POST' && request.url().endsWith('/plays')) plays.sent++
  })
  return plays
}
