import { expectNoFinding } from './axe.ts'
import { act, agrees, cardShown, DECLARED, shown, ticketFor, title, validate, waitingTicket } from './counter-page.ts'
import { expect, reached, test } from './journey.ts'
import { makeStaff, playAll, signedIn, takeCode } from './people.ts'

/** A player with three prizes that wait: that of `path`, and two others, the newest first. */
async function threePrizes() {
  const ticket = await waitingTicket('coffret-39')
  const others = [await takeCode('the-detox'), await takeCode('infuseur')]
  await playAll(ticket.player, others)
  return { ...ticket, others: others.toReversed() }
}

test('one look at the card serves all prizes of a person: each is a handover of its own [1.2/P 1.2/R 1.2/S 1.2/U 1.2/V]', async ({
  page,
  context,
}) => {
  await page.setViewportSize({ width: 820, height: 1180 })
  const { code, others, path, name } = await threePrizes()
  const sacha = await signedIn(context, await makeStaff('employee'))
  await page.goto(path)
  const choices = page.getByRole('group', { name: 'Autres lots de ce client' })
  await expect(choices.getByRole('checkbox')).toHaveCount(3)
  for (const box of await choices.getByRole('checkbox').all()) await expect(box).not.toBeChecked()
  await choices.getByRole('checkbox', { name: 'Tout remettre' }).check()
  await cardShown(page).check()
  await agrees(page).check()
  reached('1.2/P')
  await expectNoFinding(page)
  await page.getByRole('button', { name: 'Valider les 3 remises' }).dblclick()
  reached('1.2/R')
  await expect(title(page)).toHaveText('Remettez ces 3 lots')
  await expect(title(page)).toBeFocused()
  await expect(page.getByText(`à ${name}`)).toBeVisible()
  await expect(page.locator('main').getByRole('listitem')).toHaveCount(3)
  reached('1.2/V')
  await expectNoFinding(page)
  for (const each of [code, ...others]) {
    const { ticket, handover, history } = await ticketFor(sacha, each)
    expect(ticket.status).toBe('claimed')
    expect(handover).toMatchObject({ by: 'Sacha Comptoir' })
    expect(history).toHaveLength(1)
  }
  reached('1.2/S', '1.2/U')
  await page.getByRole('link', { name: shown(others[1] as string) }).click()
  await expect(page.getByRole('button', { name: 'Annuler la remise' })).toBeVisible()
})

test('a prize that goes out elsewhere meanwhile is reported, the others are given; a lost answer stops nothing for good [1.2/R 1.2/S 1.2/V]', async ({
  page,
  context,
}) => {
  await page.setViewportSize({ width: 390, height: 844 })
  const { code, others, path } = await threePrizes()
  const [gone = '', last = ''] = others
  const sacha = await signedIn(context, await makeStaff('employee'))
  const noa = await makeStaff('employee', { firstName: 'Noa', lastName: 'Guichet', shop: 'lyon' })
  await page.goto(path)
  await page.getByRole('checkbox', { name: 'Tout remettre' }).check()
  await cardShown(page).check()
  await agrees(page).check()
  await act(noa, gone, 'claim', DECLARED)
  await page.route(
    `**/${last}/claim`,
    async route => {
      await route.fetch()
      await route.abort('connectionreset')
    },
    { times: 1 },
  )
  await page.getByRole('button', { name: 'Valider les 3 remises' }).click()
  reached('1.2/R')
  await expect(page.getByText('2 lots sur 3 sont traités')).toBeVisible()
  await expect(page.getByRole('checkbox', { name: shown(last) })).toBeChecked()
  await expect(page.getByRole('checkbox', { name: shown(gone) })).toHaveAccessibleName(/À ne pas remettre/)
  await page.getByRole('button', { name: 'Valider les 3 remises' }).click()
  await expect(title(page)).toHaveText('Remettez ces 2 lots')
  const row = (which: string) =>
    page
      .locator('main')
      .getByRole('listitem')
      .filter({ hasText: shown(which) })
  await expect(row(gone)).toContainText(/À ne pas remettre.+déjà été remis par Noa Guichet/)
  await expect(row(last)).toContainText('Remis')
  await expect(row(code)).toContainText('Remis')
  reached('1.2/V')
  for (const each of [code, ...others]) expect((await ticketFor(sacha, each)).history).toHaveLength(1)
  expect((await ticketFor(sacha, gone)).handover.by).toBe('Noa Guichet')
  reached('1.2/S')
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
})

test('who came for one prize only reads, once it is given, which others wait', async ({ page, context }) => {
  const { code, others, path } = await threePrizes()
  const sacha = await signedIn(context, await makeStaff('employee'))
  await act(sacha, code, 'claim', DECLARED)
  await page.goto(path)
  await expect(page.getByRole('heading', { name: 'Autres lots de ce client en attente' })).toBeVisible()
  await page.getByRole('link', { name: shown(others[0] as string) }).click()
  await expect(validate(page)).toBeVisible()
  await expect(title(page)).toHaveText(`Ticket ${shown(others[0] as string)}`)
})
