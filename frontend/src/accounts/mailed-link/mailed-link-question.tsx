import { Button } from '../../ui/button.tsx'
import { useHydrated } from '../../ui/hydrated.ts'

type MailedLinkQuestionProps = { words: { ask: string; act: string; busy: string }; busy: boolean; onAct(): void }

/** What a mailed link asks before anything happens: mail programs open links, too, and a person presses the button. */
export function MailedLinkQuestion({ words, busy, onAct }: MailedLinkQuestionProps) {
  const alive = useHydrated()
  return (
    <div className="grid gap-6">
      <p>{words.ask}</p>
      <Button disabled={!alive} busy={busy} busyLabel={words.busy} onClick={onAct}>
        {words.act}
      </Button>
    </div>
  )
}
