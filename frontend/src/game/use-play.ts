import type { PlayAnswer } from '@tiptop/contract/game.ts'
import type { TicketCode } from '@tiptop/contract/ticket-code.ts'
import { useState } from 'preact/hooks'
import { forgetCode } from '../accounts/kept-code.ts'
import { useSession } from '../accounts/session/session.ts'
import { api, type Failure } from '../api-client.ts'
import { useOneAtATime } from '../ui/forms/one-at-a-time.ts'
import { type Lang, pathIn } from '../ui/language.ts'

/**
 * Plays a code. `won` or `failure` holds the answer until it is closed. A player whose session is over signs in, and one
 * whose profile is incomplete completes it.
 */
export function usePlay(lang: Lang) {
  const { lose, ask } = useSession()
  const [won, setWon] = useState<PlayAnswer | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const { run, busy, slow } = useOneAtATime(api.play)

  async function play(code: TicketCode) {
    // Stops a second click between the answer and the modal.
    if (won) return
    setFailure(null)
    const answer = await run(code)
    if (!answer) return
    if (answer.ok) return celebrate(answer.value)
    const refusal = answer.failure.kind === 'refused' ? answer.failure.code : null
    if (refusal === 'session-needed') return lose()
    if (refusal === 'profile-incomplete')
      return window.location.assign(
        `${pathIn(lang, '/inscription/completer')}?suite=${encodeURIComponent(pathIn(lang, '/jeu'))}`,
      )
    setFailure(answer.failure)
  }

  function celebrate(play: PlayAnswer) {
    forgetCode()
    setWon(play)
    // The backend may have been unable to say who is signed in when the page opened.
    void ask()
  }

  function close() {
    setWon(null)
    setFailure(null)
  }
  return { play, won, failure, busy, slow, close }
}
