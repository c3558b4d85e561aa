import type { Profile } from '@tiptop/contract/accounts.ts'
import { atom, onMount } from 'nanostores'
import { api, type Failure } from '../../api-client.ts'
import { useSharedStore } from '../../ui/hydrated.ts'
import { forgetCode } from '../kept-code.ts'
import { forgetVisitor, isKnownVisitor, rememberVisitor } from './known-visitor.ts'

/** `isSure`: the backend said so; otherwise only this browser has not seen anyone sign in. */
export type SessionState =
  | { name: 'unknown' }
  | { name: 'anonymous'; isSure: boolean }
  | { name: 'failed'; failure: Failure }
  | { name: 'signed-in'; profile: Profile }

/** Who is signed in, for all the islands of a page. A visitor who never signed in here costs no request. */
const UNKNOWN: SessionState = { name: 'unknown' }
const $session = atom<SessionState>(UNKNOWN)
let asked = false

onMount($session, () => {
  // Facebook adds this fragment to the address to which it redirects.
  if (window.location.hash === '#_=_')
    history.replaceState(history.state, '', window.location.pathname + window.location.search)
  if (isKnownVisitor()) void ask()
  else if (!asked) $session.set({ name: 'anonymous', isSure: false })
  window.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) void lookAgain()
  })
})

/** Back shows a page as it was left. It is loaded again, unseen until then, unless the same user is still signed in. */
async function lookAgain(): Promise<void> {
  const left = $session.get()
  if (left.name !== 'signed-in') return
  document.body.hidden = true
  const answer = await api.profile()
  if (!answer.ok || answer.value.id !== left.profile.id) return window.location.reload()
  adopt(answer.value)
  document.body.hidden = false
}

/** Asks the backend who is signed in, unless the answer is known or on its way. */
async function ask(): Promise<void> {
  if (asked) return
  asked = true
  const answer = await api.profile()
  if (answer.ok) return adopt(answer.value)
  const { failure } = answer
  if (failure.kind === 'refused' && failure.code === 'session-needed') return lose()
  asked = false
  $session.set({ name: 'failed', failure })
}

/** Takes the profile from an answer. */
function adopt(profile: Profile): void {
  asked = true
  rememberVisitor()
  $session.set({ name: 'signed-in', profile })
}

/** Called when the backend answers that the session is over. */
function lose(): void {
  forgetVisitor()
  $session.set({ name: 'anonymous', isSure: true })
}

/** @returns why it failed, or null */
async function signOut(): Promise<Failure | null> {
  const answer = await api.signOut()
  if (!answer.ok) return answer.failure
  forgetVisitor()
  forgetCode()
  return null
}

export function useSession() {
  return { state: useSharedStore($session, UNKNOWN), ask, adopt, lose, signOut }
}
