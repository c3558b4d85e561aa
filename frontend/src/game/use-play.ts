import type { PlayAnswer } from '@tiptop/contract/game.ts'
import { formatTicketCode, type TicketCode } from '@tiptop/contract/ticket-code.ts'
import { useState } from 'preact/hooks'
import { forgetAsking, forgetCode } from '../accounts/forgotten-code.ts'
import { keepAskedCode } from '../accounts/kept-code.ts'
import { isKnownVisitor } from '../accounts/session/known-visitor.ts'
import { useSession } from '../accounts/session/session.ts'
import { api, type Failure } from '../api-client.ts'
import { useOneAtATime } from '../ui/forms/one-at-a-time.ts'
import { type Lang, pathIn } from '../ui/language.ts'

/**
 * Plays a code. `won` or `failure` holds the answer until it is closed. A player who is not signed in registers or signs
 * in, one whose profile is incomplete completes it, and the code is played when they are back.
 */
export function usePlay(lang: Lang) {
  const { state, lose, ask } = useSession()
  const [wasKnown] = useState(isKnownVisitor)
  const [won, setWon] = useState<PlayAnswer | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const { run, busy, slow } = useOneAtATime(async (code: TicketCode) => {
    // The backend may have been unable to say who is signed in when the page opened. A code is played for who is shown.
    const session = await ask()
    return session.name === 'failed' ? { ok: false as const, failure: session.failure } : api.play(code)
  })

  async function play(code: TicketCode, when: 'on-click' | 'on-return') {
    // Stops a second click between the answer and the modal.
    if (won) return
    const door = () => (wasKnown || isKnownVisitor() ? '/connexion' : '/inscription')
    if (when === 'on-click' && state.name === 'anonymous' && state.isSure) return leave(code, door())
    setFailure(null)
    forgetAsking()
    const answer = await run(code)
    if (!answer) return
    if (answer.ok) return celebrate(answer.value)
    const refusal = answer.failure.kind === 'refused' ? answer.failure.code : null
    if (refusal === 'profile-incomplete') return leave(code, '/inscription/completer')
    if (refusal !== 'session-needed') return setFailure(answer.failure)
    const path = door()
    lose()
    // A visitor who comes back without a session has changed their mind.
    if (when === 'on-click') leave(code, path)
  }

  /** Goes to a page that leads back here, where the code is played. */
  function leave(code: TicketCode, path: string) {
    keepAskedCode(formatTicketCode(code), Date.now())
    window.location.assign(`${pathIn(lang, path)}?suite=${encodeURIComponent(pathIn(lang, '/jeu'))}`)
  }

  function celebrate(play: PlayAnswer) {
    forgetCode()
    setWon(play)
  }

  function close() {
    setWon(null)
    setFailure(null)
  }
  return { play, won, failure, busy, slow, close }
}
