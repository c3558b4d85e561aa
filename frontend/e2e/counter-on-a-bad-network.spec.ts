import {
  agrees,
  cardShown,
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
import { expect, test } from './journey.ts'
import { makeStaff, signedIn } from './people.ts'

const API = () => `${facts().webUrl}/api/handover/**`
const away = /Réseau coupé/

test.beforeEach(async ({ page, context }) => {
  await page.setViewportSize({ width: 820, height: 1180 })
  await page.clock.install()
  await signedIn(context, await makeStaff('employee'))
})

test('without a network the counter says so, keeps what was typed, and goes on by itself', async ({ page }) => {
  const { code, name } = await waitingTicket()
  await page.goto('/employe')
  await expect(queue(page).filter({ hasText: name })).toBeVisible()
  await page.route(API(), route => route.abort('internetdisconnected'))
  await search(page).fill(code)
  await search(page).press('Enter')
  await expect(page.getByRole('status').filter({ hasText: away })).toBeInViewport()
  await expect(search(page)).toHaveValue(code)
  await expect(queue(page).filter({ hasText: name })).toBeVisible()
  await page.unroute(API())
  await page.clock.runFor(3_500)
  await expect(title(page)).toHaveText(`Ticket ${shown(code)}`)
  await expect(page.getByText(away)).toBeHidden()
})

test('a ticket that could not be read is read when the network is back; a refusal keeps its reason', async ({
  page,
}) => {
  const { code, path } = await waitingTicket()
  await page.route(API(), route => route.abort('internetdisconnected'))
  await page.goto(path)
  await expect(page.getByText(away)).toBeVisible()
  await page.unroute(API())
  await page.clock.runFor(3_500)
  await expect(validate(page)).toBeVisible()

  await refuse(page).click()
  const dialog = page.getByRole('dialog', { name: 'Refuser la remise' })
  await dialog.getByRole('radio', { name: 'Le nom ne correspond pas' }).check()
  await dialog.getByLabel('Précisions').fill('Carte au nom de sa sœur')
  await page.route(API(), route => route.abort('internetdisconnected'))
  await dialog.getByRole('button', { name: 'Refuser la remise' }).click()
  await expect(dialog.getByRole('alert')).toBeVisible()
  await expect(dialog.getByLabel('Précisions')).toHaveValue('Carte au nom de sa sœur')
  await page.unroute(API())
  await dialog.getByRole('button', { name: 'Refuser la remise' }).click()
  await expect(page.getByText(`Refus noté pour le ticket ${shown(code)}`)).toBeVisible()
})

test('a handover whose answer was lost shows itself when the network is back; one that never left can be confirmed', async ({
  page,
  context,
}) => {
  const sacha = await signedIn(context, await makeStaff('employee'))
  const [lost, unsent] = [await waitingTicket(), await waitingTicket()]
  const confirm = async (path: string) => {
    await page.goto(path)
    await cardShown(page).check()
    await agrees(page).check()
    await validate(page).click()
    await expect(page.getByText(away)).toBeVisible()
  }
  await page.route('**/claim', async route => {
    if (route.request().url().includes(lost.code)) await route.fetch()
    await route.abort('connectionreset')
  })
  await confirm(lost.path)
  await page.clock.runFor(3_500)
  await expect(title(page)).toHaveText('Remettez ce lot')

  await confirm(unsent.path)
  await page.clock.runFor(3_500)
  await expect(page.getByText(/Le réseau est revenu.+pouvez valider/)).toBeVisible()
  await expect(cardShown(page)).toBeChecked()
  await page.unroute('**/claim')
  await validate(page).click()
  await expect(title(page)).toHaveText('Remettez ce lot')
  expect((await ticketFor(sacha, unsent.code)).history).toHaveLength(1)
})

test('of two searches the newer counts, however late the older answer is, and a late answer is announced', async ({
  page,
}) => {
  const [older, newer] = [await waitingTicket(), await waitingTicket()]
  const late = Promise.withResolvers<void>()
  await page.goto('/employe')
  await expect(queue(page).first()).toBeVisible()
  await page.route(`**/handover/tickets?search=${older.code}*`, async route => {
    await late.promise
    await route.continue()
  })
  await search(page).fill(older.code)
  await search(page).press('Enter')
  await page.clock.runFor(3_100)
  await expect(page.getByText('Le réseau est lent')).toBeVisible()
  await search(page).fill(newer.code)
  await search(page).press('Enter')
  await expect(title(page)).toHaveText(`Ticket ${shown(newer.code)}`)
  const answered = page.waitForResponse(answer => answer.url().includes(older.code))
  late.resolve()
  await answered
  await expect(page.getByText('Le réseau est lent')).toBeHidden()
  await expect(title(page)).toHaveText(`Ticket ${shown(newer.code)}`)
})
