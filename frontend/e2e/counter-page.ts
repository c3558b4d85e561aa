import { expect, type Page } from '@playwright/test'
import { facts } from './facts.ts'
import { askApi, callApi, collectsIn, makePerson, playAll, type SignedIn, takeCode } from './people.ts'

export const search = (page: Page) => page.getByRole('searchbox', { name: 'Code du ticket, nom ou e-mail' })
export const title = (page: Page) => page.getByRole('heading', { level: 1 })
export const cardShown = (page: Page) => page.getByRole('checkbox', { name: 'Pièce d’identité présentée' })
export const agrees = (page: Page) => page.getByRole('checkbox', { name: 'Informations conformes' })
export const validate = (page: Page) => page.getByRole('button', { name: 'Valider la remise' })
export const refuse = (page: Page) => page.getByRole('button', { name: 'Refuser', exact: true })
export const queue = (page: Page) => page.getByRole('list', { name: 'En attente de remise' }).getByRole('listitem')
export const shown = (code: string) => `${code.slice(0, 5)}-${code.slice(5)}`

export const DECLARED = { identityChecked: true, informationMatches: true }
let counter = 0

/** Makes a player with a unique name, whose prize is waiting, in the shop of Nice by default. */
export async function waitingTicket(prize = 'coffret-39', shop: string | null = 'nice') {
  const lastName = `Client ${Date.now().toString(36)}${process.pid}x${++counter}`
  const player = await makePerson({ firstName: 'Camille', lastName })
  const code = await takeCode(prize)
  await playAll(player, [code])
  if (shop) await collectsIn(shop, player)
  return { code, player, path: `/employe/tickets/${code}`, name: `Camille ${lastName}` }
}

/** Returns a ticket as the API shows it to this employee. */
export async function ticketFor(staff: SignedIn, code: string) {
  const { status, body } = await askApi(`/handover/tickets/${code}`, staff)
  if (status !== 200) throw new Error(`ticket: ${status} ${JSON.stringify(body)}`)
  return body
}

/** Acts at the counter without a browser, as from another tablet. */
export async function act(staff: SignedIn, code: string, what: 'claim' | 'refuse' | 'undo', body: object) {
  const answer = await callApi(`/handover/tickets/${code}/${what}`, body, staff.address, staff.cookie)
  if (!answer.ok) throw new Error(`${what}: ${answer.status} ${await answer.text()}`)
}

/** Types like a hand scanner: fast, wherever the focus is, with Enter at the end. */
export async function scanByHand(page: Page, code: string): Promise<void> {
  await page.keyboard.type(code)
  await page.keyboard.press('Enter')
}

/** Ticks both boxes, validates, and waits until the page says to give the prize. */
export async function handOver(page: Page): Promise<void> {
  await cardShown(page).check()
  await agrees(page).check()
  await validate(page).click()
  await expect(title(page)).toHaveText('Remettez ce lot')
}

/** Returns the mails to this address, the newest last. */
export async function mailsOf(email: string): Promise<{ subject: string }[]> {
  const answer = await fetch(`${facts().deskUrl}/mails?to=${encodeURIComponent(email)}`)
  return answer.json() as Promise<{ subject: string }[]>
}
