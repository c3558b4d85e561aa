import type { HandoverTicket } from '@tiptop/contract/handover.ts'
import { formatTime } from '@tiptop/contract/moments.ts'
import { useState } from 'preact/hooks'
import { Button } from '../../../ui/button.tsx'
import type { Lang } from '../../../ui/language.ts'
import { formatTimeLeft } from '../../../ui/moments.ts'
import { Text } from '../../../ui/text.tsx'
import { counterApi } from '../../counter-api.ts'
import { ReasonDialog } from '../reason/reason-dialog.tsx'
import { ticketWords } from '../words.ts'
import { useTimeLeft } from './time-left.ts'

type Props = { lang: Lang; code: string; undoUntil: string; onUndone(ticket: HandoverTicket): void }

/** Offers to undo a handover while that is possible. The countdown is for the eyes; a screen reader reads the time. */
export function Undo({ lang, code, undoUntil, onUndone }: Props) {
  const words = ticketWords[lang].undo
  const left = useTimeLeft(undoUntil)
  const [isAsking, setAsking] = useState(false)
  if (left === 0 && !isAsking) return null
  return (
    <div className="grid justify-items-center gap-1.5">
      <Button look="quiet" onClick={() => setAsking(true)} className="min-h-14 w-full text-lg">
        {words.open}
      </Button>
      {left !== null && (
        <p className="text-sm text-soft tabular-nums">
          <span aria-hidden="true">
            <Text>{words.left(formatTimeLeft(left))}</Text>
          </span>
          <span className="sr-only">{words.until(formatTime(undoUntil, lang))}</span>
        </p>
      )}
      {isAsking && (
        <ReasonDialog
          lang={lang}
          words={words}
          send={reason => counterApi.undo(code, reason)}
          onClose={() => setAsking(false)}
          onDone={ticket => {
            setAsking(false)
            onUndone(ticket)
          }}
        />
      )}
    </div>
  )
}
