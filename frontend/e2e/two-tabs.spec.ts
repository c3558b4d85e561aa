import type { BrowserContext, Page } from '@playwright/test'
import { expectNoFinding } from './axe.ts'
import { agrees, cardShown, ticketFor, validate, waitingTicket } from './counter-page.ts'
import { expect, test } from './journey.ts'
import { askApi, makePerson, makeStaff, PASSWORD, type SignedIn, signedIn, takeCode } from './people.ts'
import { discover, field, modal, signInByForm } from './play-page.ts'

const notice = (page: Page) => page.getByRole('dialog', { name: 'Un autre compte est connecté' })
const ariane = () => makePerson({ firstName: 'Ariane', lastName: 'Fil' })
const bruno = () => makePerson({ firstName: 'Bruno', lastName: 'Ours' })
const withDash = (code: string) => `${code.slice(0, 5)}-${code.slice(5)}`
const ticketsOf = async (person: SignedIn) => (await askApi('/me/tickets', person)).body.items.length

/** Someone else signs in with this browser, and no page notices: a tab may sleep, or the network fail just then. */
const unnoticed = (context: BrowserContext, person: SignedIn) => signedIn(context, person)

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } })

  test('a tab that shows Ariane plays nothing for Bruno: it shows him, says so, and still has the code', async ({
    page,
    context,
  }) => {
    const [first, second, code] = [await ariane(), await bruno(), await takeCode('coffret-39')]
    await signedIn(context, first)
    await page.goto('/jeu')
    await expect(page.getByText('Connecté : Ariane')).toBeVisible()
    await field(page).fill(code)
    await unnoticed(context, second)
    const refused = page.waitForResponse(answer => answer.url().endsWith('/plays'))
    await discover(page).click()
    expect((await refused).status()).toBe(409)

    await expect(notice(page)).toContainText('Bruno Ours')
    await expect(notice(page)).toContainText(second.email)
    await expect(notice(page)).toContainText('rien n’a été fait')
    await expectNoFinding(page)
    expect([await ticketsOf(first), await ticketsOf(second)]).toEqual([0, 0])
    await notice(page).getByRole('button', { name: 'Continuer avec ce compte' }).last().click()
    await expect(page.getByText('Connecté : Bruno')).toBeVisible()
    await expect(field(page)).toHaveValue(withDash(code))

    await discover(page).click()
    await expect(modal(page).locator('[data-prize="coffret-39"]')).toBeVisible()
    expect([await ticketsOf(first), await ticketsOf(second)]).toEqual([0, 1])
    await page.reload()
    await expect(page.getByText('Connecté : Bruno')).toBeVisible()
    await expect(notice(page)).toHaveCount(0)
  })
})

test('a tab follows what another one does: sign-out, then Bruno, then Ariane again by one press, with the code kept', async ({
  page,
  context,
}) => {
  const [first, second, code] = [await ariane(), await bruno(), await takeCode()]
  await signedIn(context, first)
  await page.goto('/jeu')
  await field(page).fill(code)
  const other = await context.newPage()
  await other.goto('/compte')
  await other.getByRole('button', { name: 'Se déconnecter' }).click()
  await expect(page.getByRole('link', { name: 'Se connecter' })).toBeVisible()
  await expect(other).toHaveURL(/\/$/)

  await other.goto('/connexion')
  await signInByForm(other, second.email, PASSWORD)
  await expect(other).toHaveURL(/\/jeu$/)
  await expect(notice(other)).toHaveCount(0)
  await expect(page).toHaveURL(/\/jeu$/)
  await expect(notice(page)).toContainText('Bruno Ours')

  await notice(page).getByRole('button', { name: 'Changer de compte' }).click()
  await expect(page).toHaveURL(/\/connexion\?suite=%2Fjeu$/)
  await expect(other.getByRole('link', { name: 'Se connecter' })).toBeVisible()
  await signInByForm(page, first.email, PASSWORD)
  await expect(page.getByText('Connecté : Ariane')).toBeVisible()
  await expect(field(page)).toHaveValue(withDash(code))
  await expect(notice(page)).toHaveCount(0)
})

test('a tab that is looked at again shows who is signed in now, before anything is pressed', async ({
  page,
  context,
}) => {
  await page.setViewportSize({ width: 320, height: 640 })
  await signedIn(context, await ariane())
  await page.goto('/mes-gains')
  await expect(page.getByText('Connecté : Ariane')).toBeAttached()
  await unnoticed(context, await bruno())
  // A browser says so when its user comes back to the tab; the one of the journeys shows all tabs at once.
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
  await expect(notice(page)).toContainText('Bruno Ours')
  await expect(page.getByText('Connecté : Bruno')).toBeAttached()
  const box = await notice(page).boundingBox()
  expect(box && box.x >= 0 && box.x + box.width <= 320).toBe(true)
})

test('details typed for Ariane are not saved for Bruno, whose own are shown', async ({ page, context }) => {
  const second = await bruno()
  await signedIn(context, await ariane())
  await page.goto('/compte')
  await page.getByLabel('Prénom').fill('Ariadne')
  await unnoticed(context, second)
  await page.getByRole('button', { name: 'Enregistrer' }).click()
  await expect(notice(page)).toContainText('Bruno Ours')
  await expect(page.getByLabel('Prénom')).toHaveValue('Bruno')
  expect((await askApi('/me', second)).body).toMatchObject({ firstName: 'Bruno' })
})

test.describe('at the counter', () => {
  test.use({ viewport: { width: 820, height: 1180 } })

  test('a prize is not handed over in the name of a colleague who has signed in since', async ({ page, context }) => {
    const [first, second] = [
      await makeStaff('employee', { lastName: 'Matin' }),
      await makeStaff('employee', { lastName: 'Soir' }),
    ]
    await signedIn(context, first)
    const { code, path } = await waitingTicket()
    await page.goto(path)
    await cardShown(page).check()
    await agrees(page).check()
    await unnoticed(context, second)
    await validate(page).click()
    await expect(notice(page)).toContainText('Sacha Soir')
    expect((await ticketFor(second, code)).ticket.status).toBe('pending')
  })
})
