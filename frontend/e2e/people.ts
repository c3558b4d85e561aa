import { randomBytes } from 'node:crypto'
import type { BrowserContext } from '@playwright/test'
import { facts } from './facts.ts'

export const PASSWORD = 'une phrase pour les tests'
export type Person = { email: string; firstName: string; address: string }

let counter = 0

/** Somebody with an account, coming from an address of his own so that limits of one journey are not another's. */
export async function makePerson(): Promise<Person & { cookie: string }> {
  const unique = randomBytes(4)
  const person = {
    email: `alix-${unique.toString('hex')}-${++counter}@example.test`,
    firstName: 'Alix',
    address: `10.${unique[0]}.${unique[1]}.${unique[2]}`,
  }
  const { email, firstName } = person
  const account = {
    email,
    firstName,
    lastName: 'Essai',
    password: PASSWORD,
    birthDate: '1990-05-17',
    acceptsRules: true,
  }
  const answer = await callApi('/auth/register', { ...account, newsletter: false, language: 'fr' }, person.address)
  if (!answer.ok) throw new Error(`register: ${answer.status} ${await answer.text()}`)
  return { ...person, cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? '' }
}

/** Opens a session in this browser as if he had signed in before. */
export async function signedIn(context: BrowserContext): Promise<Person & { cookie: string }> {
  const person = await makePerson()
  const [name = '', value = ''] = person.cookie.split('=')
  await context.addCookies([{ name, value, domain: 'localhost', path: '/', httpOnly: true, sameSite: 'Lax' }])
  return person
}

export function callApi(path: string, body: object, address = '10.9.9.9', cookie = ''): Promise<Response> {
  const { apiUrl, webUrl } = facts()
  return fetch(apiUrl + path, {
    method: 'POST',
    headers: { origin: webUrl, 'content-type': 'application/json', 'x-forwarded-for': address, cookie },
    body: JSON.stringify(body),
  })
}

/** A code that nobody has played, and that wins this prize. */
export async function takeCode(prize = 'infuseur'): Promise<string> {
  return (await fetch(`${facts().deskUrl}/code?prize=${prize}`, { method: 'POST' })).json() as Promise<string>
}

/** Plays these codes of his, one after the other. */
export async function playAll(person: Person & { cookie: string }, codes: string[]): Promise<void> {
  for (const code of codes) {
    const answer = await callApi('/plays', { code }, person.address, person.cookie)
    if (answer.status !== 201) throw new Error(`play: ${answer.status} ${await answer.text()}`)
  }
}

/** A prize that was won while the contest, over by now, was open. @returns its code */
export async function wonLongAgo(person: Person): Promise<string> {
  const code = await takeCode('over')
  await atDesk(`/played-back?code=${code}&email=${encodeURIComponent(person.email)}`)
  return code
}

/** The prize of this code, which was played, is handed over. */
export function handedOver(code: string): Promise<void> {
  return atDesk(`/handed-over?code=${code}`)
}

async function atDesk(path: string): Promise<void> {
  const answer = await fetch(facts().deskUrl + path, { method: 'POST' })
  if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`)
}

/** Who stands at a provider, and what goes wrong there. */
export async function atProvider(provider: 'google' | 'facebook', state: object): Promise<void> {
  await fetch(`${facts().deskUrl}/${provider}`, { method: 'POST', body: JSON.stringify(state) })
}

/** The token of the newest mailed link of this kind, once the mail is there. */
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
