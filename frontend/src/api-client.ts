import { ACCOUNT_HEADER } from '@tiptop/contract/account-header.ts'
import type { Profile, ProfileChange, RegisterRequest, SignInOptions } from '@tiptop/contract/accounts.ts'
import type { Contest } from '@tiptop/contract/contest.ts'
import type { MyTickets, PlayAnswer } from '@tiptop/contract/game.ts'
import type { HandedOver } from '@tiptop/contract/handover.ts'
import type { Problem } from '@tiptop/contract/problem.ts'
import type { RefusalCode } from '@tiptop/contract/refusals.ts'
import type { SecondStepAsked } from '@tiptop/contract/second-factor.ts'
import { apiUrl } from './api-url.ts'
import { learnTime } from './server-time.ts'

/** Why a request failed: a rule refused it, the backend could not be reached, or the answer came too late. */
export type Failure =
  | { kind: 'refused'; code: RefusalCode; retryAfterSeconds: number | null; fields: string[]; handedOver?: HandedOver }
  | { kind: 'unreachable' }
  | { kind: 'timed-out' }

export type Answer<T> = { ok: true; value: T } | { ok: false; failure: Failure }

const TIMEOUT_MS = 10_000

/** The account that the page shows, and what brings the page up to date when another one is signed in. */
type ShownAccount = { id: number; onMismatch(): Promise<void> }

let shown: ShownAccount | null = null

/** From now on, requests are made for this account alone. */
export function actFor(account: ShownAccount | null): void {
  shown = account
}

/** Says in a request for which account it is made. */
export function accountHeader(): Record<string, string> {
  return shown ? { [ACCOUNT_HEADER]: String(shown.id) } : {}
}

let prepare: () => Promise<unknown> = async () => {}

/** From now on, a refusal is answered once `load` is done: it loads what says why, which few visitors need. */
export function beforeRefusals(load: () => Promise<unknown>): void {
  prepare = load
}

let askToConfirm: (() => Promise<boolean>) | null = null
let asked: Promise<boolean> | null = null

/** From now on, `ask` asks the user to confirm who they are when a request needs that. */
export function confirmBy(ask: () => Promise<boolean>): void {
  askToConfirm = ask
}

/** Whether the user has confirmed who they are after a refusal that says so: the request may be repeated. */
export async function isConfirmed(failure: Failure): Promise<boolean> {
  if (failure.kind !== 'refused' || failure.code !== 'confirm-password' || !askToConfirm) return false
  asked ??= askToConfirm().finally(() => {
    asked = null
  })
  return asked
}

/** The requests of players. The counter and the administration have their own, which players do not load. */
export const api = {
  contest: () => request<Contest>('GET', '/contest'),
  signInOptions: () => request<SignInOptions>('GET', '/auth/options'),
  profile: () => request<Profile>('GET', '/me'),
  changeProfile: (change: ProfileChange) => request<Profile>('PATCH', '/me', change),
  /** null: the answer is in a mail to the address of the account. */
  register: (account: RegisterRequest) => request<Profile | null>('POST', '/auth/register', account),
  signIn: (email: string, password: string) =>
    request<Profile | SecondStepAsked>('POST', '/auth/login', { email, password }),
  signOut: () => request<null>('POST', '/auth/logout'),
  forgotPassword: (email: string) => request<null>('POST', '/auth/password/forgot', { email }),
  resetPassword: (token: string, password: string) =>
    request<null>('POST', '/auth/password/reset', { token, password }),
  verifyEmail: (token: string) => request<null>('POST', '/auth/email/verify', { token }),
  resendVerification: () => request<null>('POST', '/auth/email/resend'),
  play: (code: string) => request<PlayAnswer>('POST', '/plays', { code }),
  myTickets: (cursor: string | null) =>
    request<MyTickets>('GET', `/me/tickets?limit=12${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`),
}

/** Sends one request to the API. Never throws: a failure is an answer too. */
export async function request<T>(
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  body?: object,
  signal = AbortSignal.timeout(TIMEOUT_MS),
): Promise<Answer<T>> {
  try {
    const response = await fetch(apiUrl + path, {
      method,
      credentials: 'include',
      signal,
      headers: { ...accountHeader(), ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    })
    learnTime(response.headers.get('date'))
    const text = await response.text()
    if (!response.ok) {
      const failure = await failureIn(text)
      return (await isConfirmed(failure)) ? request(method, path, body) : { ok: false, failure }
    }
    return { ok: true, value: (text ? JSON.parse(text) : null) as T }
  } catch (error) {
    const late = error instanceof DOMException && error.name === 'TimeoutError'
    return { ok: false, failure: { kind: late ? 'timed-out' : 'unreachable' } }
  }
}

/**
 * Returns the refusal in the text of an answer. If another account is signed in than the page shows, the page is brought
 * up to date first.
 */
export async function failureIn(text: string): Promise<Failure> {
  const failure = readProblem(text)
  if (failure.kind === 'refused') await prepare()
  if (failure.kind === 'refused' && failure.code === 'account-mismatch') await shown?.onMismatch()
  return failure
}

/** Returns the refusal in a problem document. Any other text came from something between the site and the backend. */
function readProblem(text: string): Failure {
  try {
    const { code, retryAfterSeconds, errors, handedOver } = JSON.parse(text) as Partial<Problem>
    if (!code) return { kind: 'unreachable' }
    const fields = (errors ?? []).map(error => error.path)
    return {
      kind: 'refused',
      code,
      retryAfterSeconds: retryAfterSeconds ?? null,
      fields,
      ...(handedOver && { handedOver }),
    }
  } catch {
    return { kind: 'unreachable' }
  }
}

/** Returns the address that starts a sign-in through a provider. The sign-in ends on `returnPath`. */
export function providerUrl(provider: 'google' | 'facebook', returnPath: string): string {
  return `${apiUrl}/auth/${provider}?suite=${encodeURIComponent(returnPath)}`
}
