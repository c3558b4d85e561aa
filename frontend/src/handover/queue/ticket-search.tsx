import { readCode } from '@tiptop/contract/code-reading.ts'
import { formatTicketCode, type TicketCode } from '@tiptop/contract/ticket-code.ts'
import { useEffect, useRef, useState } from 'preact/hooks'
import { useLostAccess } from '../../accounts/session/needs-role.ts'
import { goTo } from '../../ui/address.ts'
import { Button } from '../../ui/button.tsx'
import { Form } from '../../ui/forms/form.tsx'
import { useNewestOnly } from '../../ui/forms/newest-only.ts'
import type { Lang } from '../../ui/language.ts'
import { counterApi } from '../counter-api.ts'
import { useWhenBack } from '../network/network.ts'
import { ScanButton } from '../scan/scan-button.tsx'
import { ticketPath } from '../ticket-path.ts'
import { useTypingGoesTo } from './scanner/typing-goes-to.ts'
import { SearchField } from './search-field.tsx'
import { SearchOutcome, type TicketSearchOutcome } from './search-outcome.tsx'
import { queueWords } from './words.ts'

/**
 * Nodes G, I, K and L of diagram 1.2: search by typing, hand scanner or camera. One ticket opens at once, several are
 * listed, none is reported. What was typed stays selected, so that the next scan replaces it. The newest search counts,
 * however late the answer to an older one is; one that had no answer is repeated when the network is back.
 */
export function TicketSearch({ lang, onSearching }: { lang: Lang; onSearching(isShown: boolean): void }) {
  const words = queueWords[lang].search
  const isLost = useLostAccess('employee')
  const field = useRef<HTMLInputElement>(null)
  const searched = useRef('')
  const [typed, setTyped] = useState('')
  const [outcome, setOutcome] = useState<TicketSearchOutcome | null>(null)
  const { run, busy } = useNewestOnly(counterApi.search)
  useTypingGoesTo(field)

  useEffect(() => {
    // On touch screens a focused field would open a keyboard over the list, so the field waits for a tap.
    if (window.matchMedia('(pointer: fine)').matches) field.current?.focus()
  }, [])

  function show(next: TicketSearchOutcome | null) {
    setOutcome(next)
    onSearching(next?.kind === 'several')
    if (next?.kind !== 'several') field.current?.focus()
    // What was typed since the search began is not to be replaced by the next letter.
    if (field.current?.value.trim() === searched.current) field.current.select()
  }

  async function search(text: string) {
    const search = text.trim()
    searched.current = search
    if (!search) return show({ kind: 'empty' })
    const answer = await run(search, null)
    if (!answer) return
    if (!answer.ok)
      return (await isLost(answer.failure)) ? undefined : show({ kind: 'failed', search, failure: answer.failure })
    const { items, nextCursor } = answer.value
    const [first] = items
    if (!first) return show({ kind: 'none', search })
    if (items.length === 1 && !nextCursor) return goTo(ticketPath(lang, first.ticket.code))
    show({ kind: 'several', search, list: { items, nextCursor } })
  }

  useWhenBack(() => {
    if (outcome?.kind === 'failed' && outcome.failure.kind !== 'refused') void search(outcome.search)
  })

  function found(code: TicketCode) {
    setTyped(formatTicketCode(code))
    void search(code)
  }

  return (
    <>
      <Form onSubmit={() => search(typed)} label={words.submit} className="label-frame px-5 py-6 sm:px-8 sm:py-7">
        <div className="relative grid grid-cols-1 gap-3.5">
          <SearchField
            inputRef={field}
            label={words.label}
            hint={words.hint}
            value={typed}
            onChange={setTyped}
            isCode={readCode(typed).code !== null}
          />
          <div className="grid grid-cols-[repeat(auto-fit,minmax(min(100%,16rem),1fr))] gap-3">
            <Button type="submit" busy={busy} busyLabel={words.busy} className="min-h-14 text-lg">
              {words.submit}
            </Button>
            <ScanButton
              lang={lang}
              label={words.scan}
              failed={words.scanFailed}
              onFound={found}
              onType={() => field.current?.focus()}
            />
          </div>
        </div>
      </Form>
      <div className="mt-5 empty:hidden">
        {outcome && !busy && (
          <SearchOutcome
            key={'search' in outcome ? outcome.search : outcome.kind}
            lang={lang}
            outcome={outcome}
            onClose={() => show(null)}
            onCode={found}
          />
        )}
      </div>
    </>
  )
}
