import {
  act,
  agrees,
  cardShown,
  DECLARED,
  handOver,
  mailsOf,
  queue,
  refuse,
  search,
  shown,
  ticketFor,
  title,
  validate,
  waitingTicket,
} from './counter-page.ts'
import { facts } from './facts.ts'
import { expect, reached, test } from './journey.ts'
import { askApi, makeStaff, signedIn } from './people.ts'

test('a prize is found by its code, compared, validated and given; employee, shop and date are recorded [1.2/F 1.2/G 1.2/I 1.2/K 1.2/M 1.2/P 1.2/R 1.2/S 1.2/T 1.2/U 1.2/V 1.2/W]', async ({
  page,
  context,
}) => {
  const { code, player, name } = await waitingTicket()
  const sacha = await signedIn(context, await makeStaff('employee'))
  await page.goto('/employe')
  await search(page).fill(` ${shown(code).toLowerCase()} `)
  await search(page).press('Enter')
  await expect(page).toHaveURL(new RegExp(`/employe/tickets/${code}$`))
  reached('1.2/F', '1.2/G', '1.2/I', '1.2/K')
  await expect(title(page)).toBeFocused()
  await expect(page.getByText(name)).toBeVisible()
  reached('1.2/M')
  await expect(page.getByText('17/05/1990')).toBeVisible()
  await expect(page.getByText(/17 mai 1990, \d\d\sans/)).toBeVisible()
  reached('1.2/P')
  await expect(page.getByRole('heading', { name: /Coffret découverte/ })).toBeVisible()
  await expect(page.locator('main [data-prize="coffret-39"]')).toBeVisible()
  await expect(page.getByText('À retirer jusqu’au')).toBeVisible()

  await handOver(page)
  reached('1.2/R', '1.2/V')
  await expect(title(page)).toBeFocused()
  await expect(page.getByText(`à ${name}`)).toBeVisible()
  await expect(page.getByText(/Remis par Sacha Comptoir le .+, Thé Tip Top Nice\./)).toBeVisible()
  const { ticket, handover, history } = await ticketFor(sacha, code)
  expect(ticket.status).toBe('claimed')
  reached('1.2/S')
  expect(handover).toMatchObject({ by: 'Sacha Comptoir', at: ticket.claimedAt, shop: { slug: 'nice' } })
  reached('1.2/U')
  expect(Math.abs(Date.parse(ticket.claimedAt) - Date.now())).toBeLessThan(60_000)
  reached('1.2/T')
  expect(history).toMatchObject([{ kind: 'prize-handed-over', by: 'Sacha Comptoir' }])
  expect((await askApi('/me/tickets', player)).body.items[0].ticket.status).toBe('claimed')
  await expect
    .poll(async () => (await mailsOf(player.email)).map(mail => mail.subject))
    .toContainEqual(expect.stringContaining('remis'))
  await page.getByRole('link', { name: 'Ticket suivant' }).click()
  await expect(page).toHaveURL(/\/employe$/)
  await expect(queue(page).filter({ hasText: name })).toHaveCount(0)
  reached('1.2/W')
})

test('a ticket is chosen from the waiting ones, newest first [1.2/F 1.2/H 1.2/J 1.2/M]', async ({ page, context }) => {
  const [older, newer] = [await waitingTicket('infuseur'), await waitingTicket('the-detox')]
  await signedIn(context, await makeStaff('employee'))
  await page.goto('/employe')
  await expect(queue(page).filter({ hasText: newer.name })).toContainText(shown(newer.code))
  reached('1.2/F', '1.2/H')
  const names = await queue(page).allInnerTexts()
  const place = (name: string) => names.findIndex(text => text.includes(name))
  expect(place(newer.name)).toBeGreaterThanOrEqual(0)
  expect(place(newer.name)).toBeLessThan(place(older.name))
  await queue(page).filter({ hasText: older.name }).getByRole('link').click()
  await expect(title(page)).toHaveText(`Ticket ${shown(older.code)}`)
  reached('1.2/J', '1.2/M')
  await page.getByRole('link', { name: 'File d’attente' }).click()
  await expect(queue(page).filter({ hasText: newer.name })).toBeVisible()
})

test('an employee cannot validate before both boxes are ticked, and the page says why [1.2/N 1.2/P 1.2/Q]', async ({
  page,
  context,
}) => {
  const { code, path } = await waitingTicket()
  const sacha = await signedIn(context, await makeStaff('employee'))
  let claims = 0
  page.on('request', request => {
    if (request.url().endsWith('/claim') && request.method() === 'POST') claims++
  })
  await page.goto(path)
  await expect(validate(page)).toBeDisabled()
  await expect(validate(page)).toHaveAccessibleDescription('Cochez les deux cases pour pouvoir valider.')
  await validate(page).click({ force: true })
  await expect(cardShown(page)).toBeFocused()
  reached('1.2/N')
  await cardShown(page).check()
  await expect(validate(page)).toHaveAccessibleDescription('Cochez aussi l’autre case pour pouvoir valider.')
  await validate(page).click({ force: true })
  await expect(agrees(page)).toBeFocused()
  reached('1.2/P', '1.2/Q')
  expect(claims).toBe(0)
  await agrees(page).check()
  await expect(validate(page)).toBeEnabled()
  await expect(page.getByText('vous pouvez valider')).toBeVisible()
  await agrees(page).uncheck()
  await expect(validate(page)).toBeDisabled()
  expect((await ticketFor(sacha, code)).ticket.status).toBe('pending')
})

test('without a card, or with another person’s, the handover is refused with a reason and the prize keeps waiting [1.2/F 1.2/N 1.2/O 1.2/Q]', async ({
  page,
  context,
}) => {
  const { code, path, name } = await waitingTicket()
  const sacha = await signedIn(context, await makeStaff('employee'))
  const refusal = page.getByRole('dialog', { name: 'Refuser la remise' })
  const submit = refusal.getByRole('button', { name: 'Refuser la remise' })
  await page.goto(path)
  await refuse(page).click()
  await submit.click()
  await expect(refusal.getByRole('alert')).toHaveText('Choisissez une raison.')
  await refusal.getByRole('radio', { name: 'Autre raison' }).check()
  await submit.click()
  await expect(refusal.getByLabel('Précisez la raison')).toHaveAccessibleDescription(/Écrivez la raison/)
  await refusal.getByRole('radio', { name: 'Pas de pièce d’identité' }).check()
  await submit.dblclick()
  await expect(page).toHaveURL(/\/employe$/)
  await expect(page.getByText(`Refus noté pour le ticket ${shown(code)}`)).toBeVisible()
  reached('1.2/F', '1.2/N')
  await queue(page).filter({ hasText: name }).getByRole('link').click()
  await expect(page.getByRole('heading', { name: 'Historique' })).toBeVisible()
  await expect(page.getByText('Pas de pièce d’identité')).toBeVisible()

  await refuse(page).click()
  await refusal.getByRole('radio', { name: 'Le nom ne correspond pas' }).check()
  await refusal.getByLabel('Précisions').fill('Carte au nom de sa sœur')
  await submit.click()
  await expect(page.getByText('Refus noté')).toBeVisible()
  reached('1.2/Q')
  const { ticket, history } = await ticketFor(sacha, code)
  expect(ticket.status).toBe('pending')
  expect(history).toMatchObject([
    { kind: 'handover-refused', by: 'Sacha Comptoir', reason: 'Pas de pièce d’identité', shop: { slug: 'nice' } },
    { kind: 'handover-refused', reason: 'Le nom ne correspond pas\u00a0: Carte au nom de sa sœur' },
  ])
  reached('1.2/O')
})

test('two employees at once: one gives the prize, the other reads who gave it, when and where [1.2/R 1.2/S]', async ({
  page,
  context,
}) => {
  const { code, path } = await waitingTicket()
  await signedIn(context, await makeStaff('employee'))
  const noa = await makeStaff('employee', { firstName: 'Noa', lastName: 'Guichet', shop: 'lyon' })
  await page.goto(path)
  await cardShown(page).check()
  await agrees(page).check()
  await act(noa, code, 'claim', DECLARED)
  await validate(page).click()
  reached('1.2/R')
  await expect(page.getByRole('alert').filter({ hasText: 'déjà été remis' })).toHaveText(
    /Ce lot a déjà été remis par Noa Guichet le \d+.+ à \d+\sh\s\d\d, Thé Tip Top Lyon\./,
  )
  reached('1.2/S')
  await expect(validate(page)).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Annuler la remise' })).toHaveCount(0)
  expect((await ticketFor(noa, code)).handover.by).toBe('Noa Guichet')
})

test('after a lost answer, validating again does not give the prize twice [1.2/S]', async ({ page, context }) => {
  const { code, path } = await waitingTicket()
  const sacha = await signedIn(context, await makeStaff('employee'))
  await page.goto(path)
  await page.route(
    '**/claim',
    async route => {
      await route.fetch()
      await route.abort('connectionreset')
    },
    { times: 1 },
  )
  await cardShown(page).check()
  await agrees(page).check()
  await validate(page).click()
  await expect(page.getByRole('alert').filter({ hasText: 'Nous n’arrivons pas à joindre' })).toBeVisible()
  await validate(page).click()
  await expect(title(page)).toHaveText('Remettez ce lot')
  expect((await ticketFor(sacha, code)).history).toHaveLength(1)
  reached('1.2/S')
})

test('a mistake is undone within ten minutes, with a reason, and the prize waits again [1.2/R 1.2/V]', async ({
  page,
  context,
}) => {
  const { code, player, path } = await waitingTicket()
  const sacha = await signedIn(context, await makeStaff('employee'))
  await page.goto(path)
  await handOver(page)
  reached('1.2/R', '1.2/V')
  await expect(page.getByText(/Annulation possible pendant encore 9\smin\s\d\d\ss/)).toBeVisible()
  const undo = page.getByRole('button', { name: 'Annuler la remise' })
  await undo.click()
  const dialog = page.getByRole('dialog', { name: 'Annuler cette remise ?' })
  await dialog.getByRole('button', { name: 'Garder la remise' }).click()
  await expect(undo).toBeFocused()
  await undo.click()
  await dialog.getByRole('button', { name: 'Oui, annuler' }).click()
  await expect(dialog.getByLabel('Pourquoi ?')).toHaveAccessibleDescription(/Écrivez la raison/)
  await dialog.getByLabel('Pourquoi ?').fill('Remis à la mauvaise personne')
  await dialog.getByRole('button', { name: 'Oui, annuler' }).click()
  await expect(page.getByText('le lot attend de nouveau')).toBeVisible()
  await expect(validate(page)).toBeDisabled()
  const { ticket, history } = await ticketFor(sacha, code)
  expect(ticket.status).toBe('pending')
  expect(history.at(-1)).toMatchObject({ kind: 'handover-undone', reason: 'Remis à la mauvaise personne' })
  await expect.poll(async () => (await mailsOf(player.email)).at(-1)?.subject).toContain('annulée')
})

test('the undo is offered after a reload too, and disappears when its ten minutes are over', async ({
  page,
  context,
}) => {
  const { code, path } = await waitingTicket()
  const sacha = await signedIn(context, await makeStaff('employee'))
  await act(sacha, code, 'claim', DECLARED)
  await page.clock.install({ time: Date.now() })
  await page.goto(path)
  await expect(page.getByText(/Ce lot a déjà été remis par Sacha Comptoir/)).toBeVisible()
  const undo = page.getByRole('button', { name: 'Annuler la remise' })
  await expect(undo).toBeVisible()
  await page.clock.fastForward('10:01')
  await expect(undo).toHaveCount(0)
})

test('an expired prize is shown as such and cannot be validated [1.2/M]', async ({ page, context }) => {
  const { code, path } = await waitingTicket()
  const sacha = await signedIn(context, await makeStaff('employee'))
  await page.route(`${facts().webUrl}/api/handover/tickets/${code}`, async route => {
    const body = await ticketFor(sacha, code)
    const claimUntil = new Date(Date.now() - 86_400_000).toISOString()
    await route.fulfill({
      headers: { 'access-control-allow-origin': facts().webUrl, 'access-control-allow-credentials': 'true' },
      json: { ...body, ticket: { ...body.ticket, status: 'expired', claimUntil } },
    })
  })
  await page.goto(path)
  await expect(page.getByText('Le délai est passé')).toBeVisible()
  await expect(validate(page)).toHaveCount(0)
  reached('1.2/M')
  await expect(page.getByRole('button', { name: 'Noter un refus' })).toBeVisible()
})
