import { randomBytes } from 'node:crypto'
import type { BrowserContext, Page } from '@playwright/test'
import type { Role } from '@tiptop/contract/accounts.ts'
import type { StaffRole } from '@tiptop/contract/staff-roles.ts'
import { facts } from './facts.ts'

export const PASSWORD = 'une phrase pour les tests'
type Person = { email: string; firstName: string; lastName: string; address: string }
export type SignedIn = Person & { cookie: string }
type PersonFacts = { firstName?: string; lastName?: string; birthDate?: string }
type StaffFacts = PersonFacts & { shop?: string | null }

let counter = 0

/** Makes a user with an account and an IP address of their own, so that journeys do not share limits. */
export async function makePerson(facts: PersonFacts = {}): Promise<SignedIn> {
  const { firstName = 'Alix', lastName = 'Essai', birthDate = '1990-05-17' } = facts
  const unique = randomBytes(4)
  const email = `alix-${unique.toString('hex')}-${++counter}@example.test`
  const person = { email, firstName, lastName, address: `10.${unique[0]}.${unique[1]}.${unique[2]}` }
  const account = { email, firstName, lastName, birthDate, password: PASSWORD, acceptsRules: true }
  const answer = await callApi('/auth/register', { ...account, newsletter: false, language: 'fr' }, person.address)
  if (!answer.ok) throw new Error(`register: ${answer.status} ${await answer.text()}`)
  return { ...person, cookie: cookieOf(answer) }
}

/** Makes a signed-in employee of a shop, by default in Nice, or a signed-in administrator or bailiff, who belong to no shop. */
export async function makeStaff(role: StaffRole, facts: StaffFacts = {}): Promise<SignedIn> {
  const { shop = role === 'employee' ? 'nice' : null, ...names } = facts
  const person = await makePerson({
    firstName: 'Sacha',
    lastName: { employee: 'Comptoir', admin: 'Siège', bailiff: 'Étude' }[role],
    ...names,
  })
  await setRole(person, role, shop)
  // The session that registered has the role of a player until its minute is over.
  const answer = await callApi('/auth/login', { email: person.email, password: PASSWORD }, person.address)
  if (!answer.ok) throw new Error(`login: ${answer.status} ${await answer.text()}`)
  return { ...person, cookie: cookieOf(answer) }
}

/** Writes an account's role and shop, as an administrator would. */
export function setRole({ email }: Person, role: Role, shop: string | null): Promise<void> {
  const query = new URLSearchParams({ email, role, ...(shop && { shop }) })
  return atDesk(`/staff?${query}`)
}

/** Withdraws the role of a member of staff, and returns once the backend has heard of it: it refuses their next request. */
export async function withdrawRole(person: SignedIn): Promise<void> {
  await setRole(person, 'player', null)
  for (let tries = 0; tries < 100; tries++) {
    if ((await askApi('/handover/count', person)).status === 403) return
    await new Promise(done => setTimeout(done, 50))
  }
  throw new Error(`the backend has not heard that ${person.email} lost their role`)
}

/** Opens a session in this browser, as if the user had signed in before. */
export async function signedIn(context: BrowserContext, who?: SignedIn): Promise<SignedIn> {
  const person = who ?? (await makePerson())
  const [name = '', value = ''] = person.cookie.split('=')
  await context.addCookies([{ name, value, domain: 'localhost', path: '/', httpOnly: true, sameSite: 'Lax' }])
  return person
}

/**
 * Ends the session of this browser, as its owner does from another device. Clearing the cookies alone would not: while an
 * account has just changed, as that of new staff has, each answer on its way brings a fresh cookie of the live session.
 */
export async function sessionEnds(context: BrowserContext): Promise<void> {
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  const answer = await callApi('/auth/logout', {}, undefined, cookie)
  if (!answer.ok) throw new Error(`logout: ${answer.status} ${await answer.text()}`)
}

/** Leaves the page, then ends its session: a page that is open still asks, and would lead to the sign-in by itself. */
export async function leaveSignedOut(page: Page): Promise<void> {
  await page.goto('about:blank')
  await sessionEnds(page.context())
}

function cookieOf(answer: Response): string {
  return answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
}

/** Names the shop where this user collects, as the user would. */
export async function collectsIn(shop: string | null, { address, cookie }: SignedIn): Promise<void> {
  const answer = await callApi('/me', { pickupShop: shop }, address, cookie, 'PATCH')
  if (!answer.ok) throw new Error(`pickup shop: ${answer.status} ${await answer.text()}`)
}

export function callApi(
  path: string,
  body: object,
  address = '10.9.9.9',
  cookie = '',
  method = 'POST',
): Promise<Response> {
  const { apiUrl, webUrl } = facts()
  return fetch(apiUrl + path, {
    method,
    headers: { origin: webUrl, 'content-type': 'application/json', 'x-forwarded-for': address, cookie },
    body: JSON.stringify(body),
  })
}

/** Returns the answer of the API to a GET request of this user. */
export async function askApi(path: string, { address, cookie }: Pick<SignedIn, 'address' | 'cookie'>) {
  const answer = await fetch(facts().apiUrl + path, { headers: { 'x-forwarded-for': address, cookie } })
  return { status: answer.status, body: await answer.json() }
}

/** Returns an unplayed code that wins this prize. */
export async function takeCode(prize = 'infuseur'): Promise<string> {
  return (await fetch(`${facts().deskUrl}/code?prize=${prize}`, { method: 'POST' })).json() as Promise<string>
}

/** Plays these codes for this user, one after the other. */
export async function playAll(person: Person & { cookie: string }, codes: string[]): Promise<void> {
  for (const code of codes) {
    const answer = await callApi('/plays', { code }, person.address, person.cookie)
    if (answer.status !== 201) throw new Error(`play: ${answer.status} ${await answer.text()}`)
  }
}

/** Gives this user a prize of the contest that is over, won while it was open. @returns its code */
export async function wonLongAgo(person: Person): Promise<string> {
  const code = await takeCode('over')
  await atDesk(`/played-back?code=${code}&email=${encodeURIComponent(person.email)}`)
  return code
}

/**
 * Opens the draw of a contest of the summer of 2023, in which each of these people played one ticket. @returns the address
 * of its backend, whose clock says `at`
 */
export async function pastDraw(players: Person[], { at, round }: { at: string; round?: number }): Promise<string> {
  const query = new URLSearchParams({ at, ...(round !== undefined && { round: String(round) }) })
  const body = JSON.stringify(players.map(({ email }) => email))
  const answer = await fetch(`${facts().deskUrl}/past-draw?${query}`, { method: 'POST', body })
  if (!answer.ok) throw new Error(`past draw: ${await answer.text()}`)
  return answer.json() as Promise<string>
}

/** Sets the clock of the backend of a past draw. */
export function setClock(url: string, at: string): Promise<void> {
  return atDesk(`/clock?${new URLSearchParams({ url, at })}`)
}

/** Waits for a mail to this address that says so. @returns its text */
export async function mailSaying(email: string, words: RegExp): Promise<string> {
  for (let tries = 0; tries < 400; tries++) {
    const answer = await fetch(`${facts().deskUrl}/mails?to=${encodeURIComponent(email)}`)
    const mails = (await answer.json()) as { text: string }[]
    const found = mails.findLast(mail => words.test(mail.text))
    if (found) return found.text
    await new Promise(done => setTimeout(done, 50))
  }
  throw new Error(`no mail to ${email} says ${words}`)
}

/** Hands over the prize of this code, which was played. */
export function handedOver(code: string): Promise<void> {
  return atDesk(`/handed-over?code=${code}`)
}

/** Returns the link at the bottom of this user's newsletters, without the address of the site. */
export async function newsletterLink({ email }: Person): Promise<string> {
  const answer = await fetch(`${facts().deskUrl}/newsletter-link?email=${encodeURIComponent(email)}`)
  const link = new URL((await answer.json()) as string)
  return link.pathname + link.search
}

/** Makes the sign-in of this user an hour old. */
export function signedInLongAgo({ email }: Person): Promise<void> {
  return atDesk(`/signed-in-long-ago?email=${encodeURIComponent(email)}`)
}

/** From now on, this user signs in through Google only, and has no password. */
export function throughGoogleAlone({ email }: Person): Promise<void> {
  return atDesk(`/through-google?email=${encodeURIComponent(email)}`)
}

async function atDesk(path: string): Promise<void> {
  const answer = await fetch(facts().deskUrl + path, { method: 'POST' })
  if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`)
}

/** Sets who signs in at a provider, and what fails there. */
export async function atProvider(provider: 'google' | 'facebook', state: object): Promise<void> {
  await fetch(`${facts().deskUrl}/${provider}`, { method: 'POST', body: JSON.stringify(state) })
}

/** Waits for a mail with a link of this kind. @returns the token of the newest one */
export async function mailedToken(email: string, page: 'verification' | 'mot-de-passe'): Promise<string> {
  const link = new RegExp(`/${page}#jeton=([\\w-]+)`)
  for (let tries = 0; tries < 100; tries++) {
    const mails = (await (await fetch(`${facts().deskUrl}/mails?to=${encodeURIComponent(email)}`)).json()) as {
      text: string
    }[]
    const token = mails.map(mail => link.exec(mail.text)?.[1]).findLast(Boolean)
    if (token) return token
    await new Promise(done => setTimeout(done, 50))
  }
  throw new Error(`no mail for ${page} reached ${email}`)
}
