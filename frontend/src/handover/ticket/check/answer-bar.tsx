import { useId } from 'preact/hooks'
import { Button } from '../../../ui/button.tsx'
import type { Lang } from '../../../ui/language.ts'
import { useKnownRegion } from '../../../ui/status.tsx'
import { Text } from '../../../ui/text.tsx'
import { severalWords } from '../several/words.ts'
import { ticketWords } from '../words.ts'

type Props = {
  lang: Lang
  tickedCount: 0 | 1 | 2
  /** how many prizes are handed over */
  count: number
  busy: boolean
  slow: boolean
  onValidate(): void
  onRefuse(): void
}

/**
 * Node R of diagram 1.2, beside the way to O. The bar stays at the bottom of the screen, where the thumb is. Until both
 * boxes are ticked, its button says that it is not active yet, and why.
 */
export function AnswerBar({ lang, tickedCount, count, busy, slow, onValidate, onRefuse }: Props) {
  const words = ticketWords[lang].check
  const id = useId()
  const isKnown = useKnownRegion()
  const isReady = tickedCount === 2
  const said = busy && slow ? words.slow : [words.missing, words.missingOne, words.ready][tickedCount]
  return (
    <div className="sticky bottom-0 z-10 -mx-5 mt-6 border-t border-line bg-paper px-5 pt-3 pb-4 shadow-[0_-14px_30px_-22px_rgb(20_42_32/0.5)] sm:-mx-8 sm:px-8 md:flex md:items-center md:gap-6">
      <p
        id={id}
        role="status"
        className={`min-h-5 text-[0.9375rem] leading-snug max-md:mb-2.5 md:flex-1 ${isReady ? 'font-medium text-forest' : 'text-soft'}`}
      >
        {isKnown && <Text>{said}</Text>}
      </p>
      <div className="grid grid-cols-[auto_1fr] gap-3 md:w-[min(30rem,62%)]">
        <Button
          look="quiet"
          onClick={() => busy || onRefuse()}
          aria-disabled={busy || undefined}
          className="min-h-14 px-5 sm:px-6 sm:text-lg"
        >
          {words.refuse}
        </Button>
        <Button
          onClick={onValidate}
          busy={busy}
          busyLabel={words.validating}
          aria-disabled={!isReady || busy || undefined}
          aria-describedby={id}
          className={`min-h-14 px-4 sm:text-lg ${isReady ? '' : 'opacity-45'}`}
        >
          {count > 1 ? severalWords[lang].validate(count) : words.validate}
        </Button>
      </div>
    </div>
  )
}
