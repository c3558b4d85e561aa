import type { Target } from '../../environment/target.ts'
import { Failure } from '../../failure.ts'
import type { Tools } from '../../tools/tools.ts'
import { gist, parsed, type WebAnswer } from '../../tools/web.ts'
import type { Verification, VerificationLogin } from './verification.ts'

/*
 * What people do on the site, as their browsers do it: pages, and the API under the site's own host. Each throws an Error
 * in French that names the call, what was expected and what came.
 */

const BY_HAND = 'Faites ce parcours dans un navigateur, et tiptop diagnose : l’un des deux montre où cela s’arrête.'

type SiteVisit = { target: Target; tools: Pick<Tools, 'web'>; signal: AbortSignal }

type Person = VerificationLogin & { role: 'player' | 'employee' }
type Game = Pick<Verification, 'ticket' | 'prize'>

/** Signs in on the sign-in's page. @returns the cookies that a browser keeps */
export async function signIn(visit: SiteVisit, { email, password, role }: Person): Promise<string[]> {
  const { web, api } = places(visit)
  await openPage(visit, `${web}/connexion`)
  const { cookies } = await send(visit, `${api}/auth/login`, { body: { email, password }, expect: 200, is: { role } })
  if (!cookies.length)
    throw new Failure('check-failed', `POST ${api}/auth/login : 200, mais aucun cookie qu’un navigateur garde`, {
      hint: BY_HAND,
    })
  await look(visit, `${api}/me`, { cookies, is: { email, role } })
  return cookies
}

/** Plays a ticket on the game's page, which wins this prize, and finds it among what was won. */
export async function play(visit: SiteVisit, cookies: string[], game: Game): Promise<void> {
  const { web, api } = places(visit)
  await openPage(visit, `${web}/jeu`)
  const won = ticketOf(game, 'pending')
  await send(visit, `${api}/plays`, { cookies, body: { code: game.ticket }, expect: 201, is: won })
  await look(visit, `${api}/me/tickets`, { cookies, is: { items: [won] } })
}

/** Looks the ticket up at the counter and hands its prize over. */
export async function handOver(visit: SiteVisit, cookies: string[], game: Game): Promise<void> {
  const { web, api } = places(visit)
  // The site asks the API for the role before it gives this page.
  await openPage(visit, `${web}/employe`, cookies)
  const url = `${api}/handover/tickets/${game.ticket}`
  await look(visit, url, { cookies, is: ticketOf(game, 'pending') })
  const body = { identityChecked: true, informationMatches: true }
  await send(visit, `${url}/claim`, { cookies, body, expect: 200, is: ticketOf(game, 'claimed') })
}

function places({ target: { settings } }: SiteVisit) {
  const web = settings.NEXT_PUBLIC_WEB_URL
  return { web, api: `${web}/api` }
}

/** A ticket as the player and the employee see it. */
function ticketOf({ ticket, prize }: Game, status: string) {
  return { ticket: { code: ticket, status }, prize: { slug: prize } }
}

async function openPage({ tools, signal }: SiteVisit, url: string, cookies: string[] = []): Promise<void> {
  expectStatus(`GET ${url}`, await tools.web.read(url, { cookies, signal, pretend: '' }))
}

type Looked = { cookies: string[]; is: object }

async function look({ tools, signal }: SiteVisit, url: string, { cookies, is }: Looked): Promise<void> {
  const answer = await tools.web.read(url, { cookies, signal, pretend: is })
  expectStatus(`GET ${url}`, answer)
  expectParts(`GET ${url}`, answer, is)
}

type Sent = { cookies?: string[]; body: object; expect: number; is: object }

async function send({ tools, signal }: SiteVisit, url: string, { is, ...request }: Sent): Promise<WebAnswer> {
  const answer = await tools.web.send(url, { ...request, signal, pretend: is })
  expectParts(`POST ${url}`, answer, is)
  return answer
}

function expectStatus(call: string, { status, body }: WebAnswer): void {
  if (status !== 200)
    throw new Failure('check-failed', `${call} : ${status} au lieu de 200 (${gist(body)})`, { hint: BY_HAND })
}

/** Each part that is named has to be there; an answer may say more. */
function expectParts(call: string, { status, body }: WebAnswer, parts: object): void {
  const faults = differences(parts, parsed(body))
  if (faults.length)
    throw new Failure('check-failed', `${call} : ${status}, mais ${faults.join(', ')}`, { hint: BY_HAND })
}

function differences(expected: unknown, found: unknown, path = ''): string[] {
  if (typeof expected !== 'object' || !expected)
    return expected === found ? [] : [`${path} vaut ${JSON.stringify(found) ?? 'rien'} au lieu de ${expected}`]
  return Object.entries(expected).flatMap(([name, value]) =>
    differences(value, (found as Record<string, unknown> | null)?.[name], path ? `${path}.${name}` : name),
  )
}
