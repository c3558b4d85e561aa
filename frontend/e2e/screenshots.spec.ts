import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { callApi, signedIn, takeCode } from './people.ts'

const FOLDER = join(import.meta.dirname, '..', 'screenshots')
const sizes = { phone: { width: 360, height: 740 }, desktop: { width: 1280, height: 800 } }

for (const [size, viewport] of Object.entries(sizes))
  test.describe(`pictures of the main pages, ${size}`, () => {
    test.use({ viewport, reducedMotion: 'reduce' } as object)

    test(`every main page is there to be looked at (${size})`, async ({ page, context }) => {
      await mkdir(FOLDER, { recursive: true })
      const take = (name: string, fullPage = true) => shoot(page, `${name}-${size}`, fullPage)
      await page.goto('/')
      await expect(page.getByRole('heading', { name: 'Infuseur à thé' })).toBeVisible()
      await take('home', false)
      await take('home-full')
      await page.goto('/connexion')
      await expect(page.getByRole('link', { name: 'Continuer avec Google' })).toBeVisible()
      await take('sign-in')
      await page.goto('/inscription')
      await take('register')
      await page.goto('/reglement')
      await take('rules')
      await page.goto('/nulle-part')
      await take('not-found')

      const person = await signedIn(context)
      await page.goto('/jeu')
      const field = page.getByRole('textbox', { name: 'Code du ticket' })
      await expect(page.getByText('Connecté : Alix')).toBeVisible()
      await field.fill('ABCDEFG')
      await take('game')
      await field.fill('ABC0EFG')
      await take('game-look-alike')
      await field.fill('ZZZZZZZZZZ')
      await field.press('Enter')
      await expect(page.getByRole('dialog')).toBeVisible()
      await take('error-modal', false)
      await page.getByRole('button', { name: 'Revenir à mon code' }).click()
      await field.fill(await takeCode('the-signature'))
      await field.press('Enter')
      await expect(page.getByRole('heading', { name: 'Félicitations' })).toBeVisible()
      await take('prize-modal', false)
      for (const prize of ['infuseur', 'the-detox', 'coffret-39', 'coffret-69'])
        expect((await callApi('/plays', { code: await takeCode(prize) }, person.address, person.cookie)).status).toBe(
          201,
        )
      await page.goto('/mes-gains')
      await expect(page.getByRole('listitem')).toHaveCount(5)
      await take('my-prizes')
    })
  })

async function shoot(page: Page, name: string, fullPage: boolean): Promise<void> {
  await page.screenshot({ path: join(FOLDER, `${name}.png`), fullPage })
}
