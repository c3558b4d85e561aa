import type { PlayAnswer } from '@tiptop/contract/game.ts'
import { useEffect, useRef, useState } from 'preact/hooks'
import { forgetCode, keepCode, keptCode } from '../accounts/kept-code.ts'
import { useNeedsSession } from '../accounts/session/needs-session.ts'
import { useSession } from '../accounts/session/session.ts'
import { api, type Failure } from '../api-client.ts'
import { withErrorBoundary } from '../error-boundary.tsx'
import { Button } from '../ui/button.tsx'
import { Form } from '../ui/forms/form.tsx'
import { useOneAtATime } from '../ui/forms/one-at-a-time.ts'
import { type Lang, pathIn } from '../ui/language.ts'
import { ErrorModal } from './answer/error-modal.tsx'
import { PrizeModal } from './answer/prize-modal.tsx'
import { readEntry } from './code/code-entry.ts'
import { CodeField } from './code/code-field.tsx'
import { gameWords } from './words.ts'

/** Diagram 1.1 from K on: the player types a code, the page checks its form, the backend plays it, a modal answers. */
export const Game = withErrorBoundary(CodeForm)

function CodeForm({ lang }: { lang: Lang }) {
  const words = gameWords[lang].field
  const { lose, ask } = useSession()
  useNeedsSession(lang)
  const input = useRef<HTMLInputElement>(null)
  const [entry, setEntry] = useState(() => readEntry(''))
  const [fault, setFault] = useState(false)
  const [won, setWon] = useState<PlayAnswer | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const { run, busy, slow } = useOneAtATime(api.play)

  useEffect(() => {
    const kept = keptCode()
    if (kept) setEntry(readEntry(kept))
  }, [])

  function change(next: typeof entry) {
    setEntry(next)
    setFault(false)
    keepCode(next.text)
  }

  async function play() {
    // Stops a second click between the answer and the modal.
    if (won) return
    if (entry.state !== 'complete') {
      setFault(true)
      return input.current?.focus()
    }
    const answer = await run(entry.code)
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

  /** Goes back to the field with the typed code selected: a letter replaces it, an arrow key keeps it. */
  function backToField() {
    setFailure(null)
    requestAnimationFrame(() => input.current?.select())
  }

  function another() {
    setWon(null)
    setEntry(readEntry(''))
    requestAnimationFrame(() => input.current?.focus())
  }

  return (
    <>
      <Form onSubmit={play} className="grid gap-4" label={words.label}>
        <CodeField lang={lang} entry={entry} onChange={change} fault={fault} inputRef={input} />
        <Button
          type="submit"
          look="primary"
          busy={busy || won !== null}
          busyLabel={words.busy}
          className="mx-auto w-full max-w-sm"
        >
          {words.submit}
        </Button>
        <p role="status" className="min-h-6 text-center text-soft">
          {slow && words.slow}
        </p>
      </Form>
      {won && <PrizeModal lang={lang} play={won} onClose={another} />}
      {failure && (
        <ErrorModal
          lang={lang}
          failure={failure}
          onClose={backToField}
          onRetry={() => {
            setFailure(null)
            void play()
          }}
        />
      )}
    </>
  )
}
