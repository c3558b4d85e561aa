import { useEffect, useRef, useState } from 'preact/hooks'
import { askedCode, keepCode, keptCode } from '../accounts/kept-code.ts'
import { useSession } from '../accounts/session/session.ts'
import { withErrorBoundary } from '../error-boundary.tsx'
import { Button } from '../ui/button.tsx'
import { Form } from '../ui/forms/form.tsx'
import type { Lang } from '../ui/language.ts'
import { Text } from '../ui/text.tsx'
import { ErrorModal } from './answer/error-modal.tsx'
import { PrizeModal } from './answer/prize-modal.tsx'
import { loadReveal } from './answer/use-reveal.ts'
import { readEntry } from './code/code-entry.ts'
import { CodeField } from './code/code-field.tsx'
import { usePlay } from './use-play.ts'
import { gameWords } from './words.ts'

/**
 * Diagram 1.1 from K on: the player types a code, the page checks its form, the backend plays it, a modal answers. The code
 * comes first: visitors who are not signed in register or sign in when they ask for the prize, and come back to it.
 */
export const Game = withErrorBoundary(CodeForm)

function CodeForm({ lang }: { lang: Lang }) {
  const words = gameWords[lang].field
  const { ask } = useSession()
  const input = useRef<HTMLInputElement>(null)
  const [entry, setEntry] = useState(() => readEntry(''))
  const [fault, setFault] = useState(false)
  const { play, won, failure, busy, slow, close } = usePlay(lang)

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page opens
  useEffect(() => {
    void ask()
    const kept = readEntry(keptCode(Date.now()))
    setEntry(kept)
    if (askedCode(Date.now()) && kept.state === 'complete') void play(kept.code, 'on-return')
  }, [])

  // A whole code is about to win: its pictures may come meanwhile.
  useEffect(() => {
    if (entry.state === 'complete') loadReveal().catch(() => {})
  }, [entry.state])

  function change(next: typeof entry) {
    setEntry(next)
    setFault(false)
    keepCode(next.typed)
  }

  function submit() {
    if (entry.state === 'complete') void play(entry.code, 'on-click')
    else setFault(true)
  }

  /** Goes back to the field with the typed code selected: a letter replaces it, an arrow key keeps it. */
  function backToField() {
    close()
    requestAnimationFrame(() => input.current?.select())
  }

  function another() {
    close()
    setEntry(readEntry(''))
    requestAnimationFrame(() => input.current?.focus())
  }

  return (
    <>
      <Form onSubmit={submit} className="grid gap-4" label={words.label}>
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
          <Text>{slow && words.slow}</Text>
        </p>
      </Form>
      {won && <PrizeModal lang={lang} play={won} onClose={another} />}
      {failure && <ErrorModal lang={lang} failure={failure} onClose={backToField} onRetry={submit} />}
    </>
  )
}
