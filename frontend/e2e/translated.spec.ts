import type { Page } from '@playwright/test'
import { cardShown, handOver, queue, refuse, search, shown, title, waitingTicket } from './counter-page.ts'
import { expect, test } from './journey.ts'
import { makePerson, makeStaff, PASSWORD, playAll, signedIn, takeCode } from './people.ts'
import { discover, field, modal, signInByForm } from './play-page.ts'
import { type TranslationWay, translated } from './translated.ts'

test('on a translated page a player signs in, plays a good code and sees the prize, then a wrong one, then another', ({
  page,
}) => playOnTranslatedPage(page, 'replaced'))

test('a player sees the prize as well when the translation wraps the texts of the page', ({ page }) =>
  playOnTranslatedPage(page, 'wrapped'))

async function playOnTranslatedPage(page: Page, way: TranslationWay): Promise<void> {
  const { expectWhole } = await translated(page, way)
  const { email } = await makePerson()
  const [first, second] = [await takeCode('infuseur'), await takeCode('the-detox')]
  await page.goto('/connexion?suite=/jeu')
  await signInByForm(page, email, 'pas le bon mot de passe')
  await expect(page.getByRole('alert').filter({ hasText: 'L’adresse e-mail ou le mot de passe' })).toBeVisible()
  await signInByForm(page, email, PASSWORD)
  await expect(page).toHaveURL(/\/jeu$/)

  const held = Promise.withResolvers<void>()
  await page.route('**/plays', async route => {
    await held.promise
    await route.fallback()
  })
  const submit = page.locator('main form button[type=submit]')
  await field(page).fill('ABCDE')
  await expect(page.locator('main [role=status]').first()).toHaveText('Encore 5 caractères.')
  await field(page).fill(first)
  await expect(page.locator('main [role=status]').first()).toHaveText('Le code est complet.')
  await field(page).press('Enter')
  await expect(submit).toHaveText('Votre lot infuse…')
  held.resolve()
  await expect(modal(page)).toContainText('Infuseur à thé')
  await expect(modal(page)).toContainText(shown(first))
  await modal(page).getByRole('button', { name: 'Jouer un autre code' }).click()
  await expect(submit).toHaveText('Découvrir mon lot')

  await field(page).fill('ZZZZZZZZZ3')
  await discover(page).click()
  await expect(modal(page)).toContainText('Ce code n’existe pas')
  await modal(page).getByRole('button', { name: 'Revenir à mon code' }).click()
  await field(page).fill(second)
  await discover(page).click()
  await expect(modal(page)).toContainText('Thé détox ou infusion')
  await expectWhole()
}

test('on a translated page a player sees the prizes, and the code to show in the shop as it is printed', async ({
  page,
  context,
}) => {
  const { expectWhole } = await translated(page)
  const player = await signedIn(context)
  const code = await takeCode('infuseur')
  await playAll(player, [code])
  await page.goto('/mes-gains')
  await expect(page.getByRole('heading', { name: 'Infuseur à thé' })).toBeVisible()
  await page.getByRole('button', { name: 'Montrer en boutique' }).click()
  await expect(modal(page).getByText(shown(code))).toBeVisible()
  await expect(page.getByText(shown(code)).and(page.locator('font'))).toHaveCount(0)
  await modal(page).getByRole('button', { name: 'Fermer' }).last().click()
  await expect(page.locator('main li button').first()).toHaveText('Montrer en boutique')
  await expectWhole()
})

test('on a translated page an employee searches, opens a ticket, refuses it and hands it over', async ({
  page,
  context,
}) => {
  const { expectWhole } = await translated(page)
  const { code, name } = await waitingTicket()
  await signedIn(context, await makeStaff('employee'))
  await page.goto('/employe')
  await expect(queue(page).first()).toBeVisible()
  for (const unknown of ['ZZZZZZZZZ2', 'ZZZZZZZZZ3']) {
    await search(page).fill(unknown)
    await search(page).press('Enter')
    await expect(page.getByRole('alert').filter({ hasText: unknown })).toBeVisible()
  }
  await search(page).fill(code)
  await search(page).press('Enter')
  await expect(title(page)).toHaveText(`Ticket ${shown(code)}`)
  const state = page.getByRole('status').filter({ hasText: 'valider' })
  await expect(state).toHaveText('Cochez les deux cases pour pouvoir valider.')
  await cardShown(page).check()
  await expect(state).toHaveText('Cochez aussi l’autre case pour pouvoir valider.')

  await refuse(page).click()
  await modal(page).getByRole('button', { name: 'Refuser la remise' }).click()
  await expect(modal(page).getByRole('alert')).toHaveText('Choisissez une raison.')
  await modal(page).getByRole('radio', { name: 'Autre raison' }).check()
  await expect(modal(page).locator('label').last()).toHaveText('Précisez la raison (obligatoire)')
  await modal(page).getByRole('radio', { name: 'Pièce illisible' }).check()
  await expect(modal(page).locator('label').last()).toHaveText('Précisions (facultatif)')
  await modal(page).getByRole('button', { name: 'Refuser la remise' }).click()
  await expect(page.getByText(`Refus noté pour le ticket ${shown(code)}`)).toBeVisible()

  await queue(page).filter({ hasText: name }).getByRole('link').click()
  await handOver(page)
  await expect(page.getByText(`à ${name}`)).toBeVisible()
  await expectWhole()
})

test('on a translated page an administrator filters a list, turns its page and changes the period', async ({
  page,
  context,
}) => {
  const { expectWhole } = await translated(page)
  await signedIn(context, await makeStaff('admin'))
  const rows = page.getByRole('table', { name: 'Tickets' }).locator('tbody tr')
  const count = page.locator('main').getByText(/ en tout$/)
  await page.goto('/admin/tickets')
  await expect(count).toHaveText(/^2\s000 tickets en tout$/)
  await page.getByLabel('État').selectOption('Non joué')
  await expect(count).not.toHaveText(/^2\s000 tickets/)
  await expect(rows.first().getByRole('cell').nth(2)).toHaveText('Non joué')
  await expect(rows).toHaveCount(20)
  const first = await rows.first().getByRole('cell').first().innerText()
  await page.getByRole('button', { name: 'Suivants' }).click()
  await expect(page.getByRole('button', { name: 'Précédents' })).toBeVisible()
  await expect(rows.first().getByRole('cell').first()).not.toHaveText(first)

  const plays = page.getByRole('region', { name: 'En chiffres' }).getByRole('definition').first()
  await page.goto('/admin')
  await expect(plays).not.toHaveText('0')
  await page.getByLabel('Du', { exact: true }).fill('2021-12-01')
  await page.getByLabel('Au', { exact: true }).fill('2021-12-31')
  await expect(plays).toHaveText('0')
  await expectWhole()
})

test('on a translated page a label takes the place of another text', async ({ page, context }) => {
  const { expectWhole } = await translated(page)
  await signedIn(context, await makeStaff('bailiff'))
  const held = Promise.withResolvers<void>()
  await page.route('**/api/contest', async route => {
    await held.promise
    await route.fallback()
  })
  await page.goto('/commissaire')
  const waiting = page.getByText('L’engagement s’affiche ici')
  await expect(waiting.and(page.locator('font font'))).toBeVisible()
  held.resolve()
  await expect(page.getByText('Racine', { exact: true })).toBeVisible()
  await expect(waiting).toHaveCount(0)
  await expectWhole()
})
