import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { act, handOver, queue, refuse, search, validate, waitingTicket } from './counter-page.ts'
import { quiet, seeAll } from './pages.ts'
import { callApi, makeStaff, newsletterLink, PASSWORD, playAll, signedIn, takeCode } from './people.ts'

const FOLDER = join(import.meta.dirname, '..', 'screenshots')
const sizes = { phone: { width: 360, height: 740 }, desktop: { width: 1280, height: 800 } }
const counterSizes = { ...sizes, tablet: { width: 768, height: 1024 }, 'tablet-wide': { width: 1024, height: 768 } }

for (const [size, viewport] of Object.entries(sizes))
  test.describe(`pictures of the main pages, ${size}`, () => {
    test.use({ viewport })

    test(`every main page (${size})`, async ({ page, context }) => {
      await mkdir(FOLDER, { recursive: true })
      const take = (name: string, fullPage = true) => shoot(page, `${name}-${size}`, fullPage)
      await page.goto('/')
      await seeAll(page)
      await expect(page.getByRole('heading', { name: 'Infuseur à thé' })).toBeVisible()
      await page.evaluate(() => window.scrollTo(0, 0))
      await take('home', false)
      await take('home-full')
      await page.goto('/connexion')
      await seeAll(page)
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
      await expect(page.getByRole('dialog').locator('[data-prize]')).toBeVisible()
      await take('prize-modal', false)
      for (const prize of ['infuseur', 'the-detox', 'coffret-39', 'coffret-69'])
        expect((await callApi('/plays', { code: await takeCode(prize) }, person.address, person.cookie)).status).toBe(
          201,
        )
      await page.goto('/mes-gains')
      await expect(page.getByRole('listitem')).toHaveCount(5)
      await take('my-prizes')
      await page.getByRole('button', { name: 'Montrer en boutique' }).first().click()
      await expect(page.getByRole('img', { name: /QR code/ })).toBeVisible()
      await take('shop-code', false)
    })
  })

for (const [size, viewport] of Object.entries(counterSizes))
  test.describe(`pictures of the counter, ${size}`, () => {
    test.use({ viewport })

    test(`every page of the counter (${size})`, async ({ page, context }) => {
      await mkdir(FOLDER, { recursive: true })
      const take = (name: string, fullPage = true) => shoot(page, `counter-${name}-${size}`, fullPage)
      const { code, path, player } = await waitingTicket()
      await playAll(player, [await takeCode('infuseur'), await takeCode('the-signature'), await takeCode('the-detox')])
      const sacha = await signedIn(context, await makeStaff('employee'))
      await page.goto('/employe')
      await expect(queue(page).first()).toBeVisible()
      await take('queue', false)
      await search(page).fill('ABCDE-FGHJK')
      await search(page).press('Enter')
      await expect(page.getByRole('alert').filter({ hasText: 'ABCDE' })).toBeVisible()
      await take('not-found', false)
      await search(page).fill(player.email)
      await search(page).press('Enter')
      await expect(page.getByRole('heading', { name: 'Tickets trouvés' })).toBeVisible()
      await take('several', false)
      await act(sacha, code, 'refuse', { reason: 'Pas de pièce d’identité' })
      await page.goto(path)
      await expect(validate(page)).toBeVisible()
      await take('ticket', false)
      await take('ticket-full')
      await refuse(page).click()
      await take('refuse', false)
      await page.keyboard.press('Escape')
      await handOver(page)
      await take('given', false)
      await page.getByRole('button', { name: 'Annuler la remise' }).click()
      await take('undo', false)
      await page.reload()
      await expect(page.getByText(/déjà été remis/)).toBeVisible()
      await take('claimed')
    })

    test(`the page that tells a player why the counter is closed (${size})`, async ({ page, context }) => {
      await signedIn(context)
      await page.goto('/employe')
      await expect(page.getByText('Cet espace n’est pas ouvert')).toBeVisible()
      await shoot(page, `counter-closed-${size}`, false)
    })
  })

for (const [size, viewport] of Object.entries({ ...sizes, tablet: counterSizes.tablet }))
  test.describe(`pictures of the account and of the legal pages, ${size}`, () => {
    test.use({ viewport })

    test(`the account and the legal pages (${size})`, async ({ page, context }) => {
      await mkdir(FOLDER, { recursive: true })
      const take = (name: string, fullPage = true) => shoot(page, `${name}-${size}`, fullPage)
      for (const name of ['reglement', 'mentions-legales', 'confidentialite', 'cookies']) {
        await page.goto(`/${name}`)
        await quiet(page)
        // These texts are long and look alike: one of them in full is enough.
        await take(`legal-${name}`, name === 'cookies')
      }
      const person = await signedIn(context)
      await page.goto('/compte')
      await page.getByRole('button', { name: 'Enregistrer' }).click()
      await expect(page.getByText('Il n’y a rien à enregistrer')).toBeVisible()
      await take('account')
      await page.goto(await newsletterLink(person))
      await page.getByRole('button', { name: 'Me désinscrire' }).click()
      await expect(page.getByText('vous ne recevrez plus la lettre')).toBeVisible()
      await take('unsubscribed')
      await page.goto('/compte')
      await page.getByRole('button', { name: 'Effacer mon compte' }).click()
      await page.getByRole('button', { name: 'Effacer pour toujours' }).click()
      await expect(page.getByText('Saisissez votre mot de passe.')).toBeVisible()
      await take('erase-dialog', false)
      await page.getByLabel('Votre mot de passe, pour confirmer').fill(PASSWORD)
      await page.getByRole('button', { name: 'Effacer pour toujours' }).click()
      await expect(page.getByRole('heading', { name: 'Votre compte est effacé' })).toBeVisible()
      await take('farewell')
    })
  })

async function shoot(page: Page, name: string, fullPage: boolean): Promise<void> {
  await page.screenshot({ path: join(FOLDER, `${name}.png`), fullPage })
}
