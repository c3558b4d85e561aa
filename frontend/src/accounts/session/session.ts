import type { Profile } from '@tiptop/contract/accounts.ts'
import { actFor, api, type Failure } from '../../api-client.ts'
import { createStore, useSharedStore } from '../../ui/store.ts'
import { forgetPrizes } from '../offline/kept-prizes.ts'
import { registerServiceWorker } from '../offline/service-worker.ts'
import { rememberAccount } from '../tabs/last-account.ts'
import { hearOtherTabs, tellOtherTabs } from '../tabs/other-tabs.ts'
import { forgetVisitor, isKnownVisitor, rememberVisitor } from './known-visitor.ts'
import { isSessionOver } from './session-over.ts'

/**
 * `isSure`: the backend said so; otherwise only this browser has not seen anyone sign in. `isHalfway`: the second step of
 * a sign-in is still to be passed.
 */
export type SessionState =
  | { name: 'unknown' }
  | { name: 'anonymous'; isSure: boolean; isHalfway?: true }
  | { name: 'failed'; failure: Failure }
  | { name: 'signed-in'; profile: Profile }

/** Who is signed in, for all the islands of a page. A visitor who never signed in here costs no request. */
const UNKNOWN: SessionState = { name: 'unknown' }
const $session = createStore<SessionState>(UNKNOWN, start)
let asking: Promise<void> | null = null

function start(): void {
  // Facebook adds this fragment to the address to which it redirects.
  if (window.location.hash === '#_=_')
    history.replaceState(history.state, '', window.location.pathname + window.location.search)
  if (isKnownVisitor()) void ask()
  else if (!asking) $session.set({ name: 'anonymous', isSure: false })
  window.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) void follow(true)
  })
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void follow()
  })
  hearOtherTabs(id => {
    if (id !== shownId()) void follow()
  })
}

/** The id of the account that the page shows, or null. */
function shownId(): number | null {
  const state = $session.get()
  return state.name === 'signed-in' ? state.profile.id : null
}

/**
 * Asks again who is signed in, because another tab may have changed it. Without an answer the page stays as it is: the
 * backend refuses what it may no longer do. If the page is loaded again, the promise never settles.
 * @param isKept Back shows the page as it was left: it is not seen until the same user is known to be signed in
 */
async function follow(isKept = false): Promise<void> {
  const { name } = $session.get()
  if (name === 'unknown' || (name === 'anonymous' && !isKnownVisitor())) return
  if (isKept) document.body.hidden = true
  const answer = await api.profile()
  if (answer.ok ? !adopt(answer.value) : isKept) return loadAgain()
  if (isKept) document.body.hidden = false
  if (!answer.ok && isSessionOver(answer.failure)) lose()
}

/** Loads the page again, which clears the user from its memory. */
function loadAgain(): Promise<never> {
  window.location.reload()
  return new Promise(() => {})
}

/** Asks the backend who is signed in, unless the answer is known or on its way. @returns what is known then */
async function ask(): Promise<SessionState> {
  asking ??= api.profile().then(answer => {
    if (answer.ok) return void adopt(answer.value)
    if (answer.failure.kind === 'refused' && answer.failure.code === 'second-step-needed') return goHalfway()
    if (isSessionOver(answer.failure)) return lose()
    asking = null
    $session.set({ name: 'failed', failure: answer.failure })
  })
  await asking
  return $session.get()
}

/** Takes the profile from an answer. A page that shows another user is loaded again. @returns whether it goes on */
function adopt(profile: Profile): boolean {
  if (profile.id !== (shownId() ?? profile.id)) {
    void loadAgain()
    return false
  }
  asking = Promise.resolve()
  rememberVisitor()
  actFor({ id: profile.id, onMismatch: follow })
  forgetPrizes(profile.id)
  registerServiceWorker()
  $session.set({ name: 'signed-in', profile })
  tellOtherTabs(profile.id)
  return true
}

/** Takes the profile of the user who has just signed in on this page. */
function welcome(profile: Profile): void {
  rememberAccount(profile.id)
  adopt(profile)
}

/** Called when the backend answers that the second step is still to be passed. */
function goHalfway(): void {
  asking = Promise.resolve()
  rememberVisitor()
  actFor(null)
  $session.set({ name: 'anonymous', isSure: true, isHalfway: true })
}

/** Called when the backend answers that the session is over. */
function lose(): void {
  forgetVisitor()
  actFor(null)
  forgetPrizes()
  $session.set({ name: 'anonymous', isSure: true })
  tellOtherTabs(null)
}

export function useSession() {
  return { state: useSharedStore($session, UNKNOWN), ask, adopt, welcome, goHalfway, lose }
}
