import type { HandoverList } from '@tiptop/contract/handover.ts'
import { formatTicketCode, normaliseCode, TICKET_CODE_LENGTH, type TicketCode } from '@tiptop/contract/ticket-code.ts'
import { useState } from 'preact/hooks'
import type { Failure } from '../../api-client.ts'
import { Button } from '../../ui/button.tsx'
import { useOneAtATime } from '../../ui/forms/one-at-a-time.ts'
import type { Lang } from '../../ui/language.ts'
import { Notice } from '../../ui/notice.tsx'
import { Status } from '../../ui/status.tsx'
import { counterApi } from '../counter-api.ts'
import { counterFailureSentence } from '../counter-failures.ts'
import { wrongLayouts } from './scanner/keyboard-layout.ts'
import { TicketList } from './ticket-list.tsx'
import { queueWords } from './words.ts'

export type TicketSearchOutcome =
  | { kind: 'empty' }
  | { kind: 'failed'; search: string; failure: Failure }
  | { kind: 'none'; search: string }
  | { kind: 'several'; search: string; list: HandoverList }

/** The result of a search that did not find exactly one ticket: none, several, or no answer. */
export function SearchOutcome({
  lang,
  outcome,
  onClose,
  onCode,
}: {
  lang: Lang
  outcome: TicketSearchOutcome
  onClose(): void
  onCode(code: TicketCode): void
}) {
  const words = queueWords[lang].search
  if (outcome.kind === 'empty') return <Notice tone="error">{words.empty}</Notice>
  if (outcome.kind === 'failed') return <Notice tone="error">{counterFailureSentence(outcome.failure, lang)}</Notice>
  if (outcome.kind === 'none') return <NotFound lang={lang} search={outcome.search} onCode={onCode} />
  return <Several lang={lang} search={outcome.search} list={outcome.list} onClose={onClose} />
}

/** Says what to try next. A scanner with the wrong keyboard is named, with its remedy and the code that it read. */
function NotFound({ lang, search, onCode }: { lang: Lang; search: string; onCode(code: TicketCode): void }) {
  const words = queueWords[lang].search
  const layouts = wrongLayouts(search)
  const codes = layouts.flatMap(({ code }) => code ?? [])
  return (
    <div className="grid justify-items-start gap-3">
      <Notice tone="error">
        <strong className="block">{words.none(search)}</strong>
        {layouts.length ? layouts.map(({ scanner }) => words.layout[scanner]).join(' ') : adviceFor(search, words)}
      </Notice>
      {codes.map(code => (
        <Button key={code} look="quiet" onClick={() => onCode(code)}>
          {words.meant(formatTicketCode(code))}
        </Button>
      ))}
    </div>
  )
}

/** Returns the advice after a search for ten characters, which may be a code misread from a receipt, or for a name. */
function adviceFor(search: string, words: (typeof queueWords)['fr']['search']): string {
  const meant = normaliseCode(search)
  if (search.includes('@') || meant.length !== TICKET_CODE_LENGTH) return words.noneName
  return /[0O1IL]/.test(meant) && /\d/.test(meant) ? `${words.foreign} ${words.noneCode}` : words.noneCode
}

type SeveralProps = { lang: Lang; search: string; list: HandoverList; onClose(): void }

function Several({ lang, search, list, onClose }: SeveralProps) {
  const words = queueWords[lang]
  const [{ items, nextCursor }, setListed] = useState(list)
  const [arrived, setArrived] = useState<number | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const { run, busy } = useOneAtATime(counterApi.search)

  async function more() {
    const answer = await run(search, nextCursor)
    if (!answer) return
    if (!answer.ok) return setFailure(answer.failure)
    setFailure(null)
    setArrived(items.length)
    setListed({ items: [...items, ...answer.value.items], nextCursor: answer.value.nextCursor })
  }

  return (
    <section className="mt-2">
      <div className="mb-3.5 flex flex-wrap items-center gap-x-4 gap-y-2">
        <Status>
          <h2 className="text-2xl break-words">{words.search.found(search)}</h2>
        </Status>
        <Button look="quiet" onClick={onClose} className="ml-auto px-5">
          {words.search.close}
        </Button>
      </div>
      <TicketList lang={lang} items={items} label={words.search.found(search)} arrived={arrived} />
      {failure && !busy && (
        <div className="mt-4">
          <Notice tone="error">{counterFailureSentence(failure, lang)}</Notice>
        </div>
      )}
      {nextCursor && (
        <div className="mt-6 text-center">
          <Button look="quiet" onClick={more} busy={busy} busyLabel={words.list.moreBusy}>
            {words.list.more}
          </Button>
        </div>
      )}
    </section>
  )
}
