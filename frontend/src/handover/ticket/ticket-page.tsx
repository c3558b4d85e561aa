import { formatTicketCode, type TicketCode } from '@tiptop/contract/ticket-code.ts'
import { Button } from '../../ui/button.tsx'
import { useOneAtATime } from '../../ui/forms/one-at-a-time.ts'
import { type Lang, pathIn } from '../../ui/language.ts'
import { Notice } from '../../ui/notice.tsx'
import { Status } from '../../ui/status.tsx'
import { takeFocus } from '../../ui/take-focus.ts'
import { counterFailureSentence } from '../counter-failures.ts'
import { codeInPath } from '../ticket-path.ts'
import { TicketAtCounter } from './ticket-at-counter.tsx'
import { useTicket } from './use-ticket.ts'
import { ticketWords } from './words.ts'

/** One page for every ticket, whose code is in its path. */
export function TicketPage({ lang, pathname }: { lang: Lang; pathname: string }) {
  const words = ticketWords[lang]
  const code = codeInPath(pathname)
  return (
    <>
      <a
        href={pathIn(lang, '/employe')}
        className="-mt-2 mb-1 inline-flex min-h-11 items-center gap-2.5 font-semibold text-forest hover:underline"
      >
        <svg viewBox="0 0 12 20" className="h-4 w-3 text-amber" aria-hidden="true">
          <path d="M10 2l-8 8 8 8" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" />
        </svg>
        {words.back}
      </a>
      {code ? <Ticket key={code} lang={lang} code={code} /> : <Notice tone="error">{words.noCode}</Notice>}
    </>
  )
}

function Ticket({ lang, code }: { lang: Lang; code: TicketCode }) {
  const words = ticketWords[lang]
  const { shown, failure, read, take } = useTicket(code)
  const { run, busy } = useOneAtATime(read)
  if (shown) return <TicketAtCounter lang={lang} shown={shown} onChange={take} />
  return (
    <>
      <h1 ref={takeFocus} tabIndex={-1} translate={false} className="mb-5 text-[2rem] leading-tight sm:text-4xl">
        {words.title(formatTicketCode(code))}
      </h1>
      {failure && !busy ? (
        <div className="grid justify-items-start gap-5">
          <Notice tone="error">{counterFailureSentence(failure, lang)}</Notice>
          <Button onClick={() => run()}>{words.retry}</Button>
        </div>
      ) : (
        <Loading label={words.loading} />
      )}
    </>
  )
}

function Loading({ label }: { label: string }) {
  return (
    <>
      <Status className="sr-only">{label}</Status>
      <div className="grid gap-5 lg:grid-cols-[2fr_3fr]" aria-hidden="true">
        <div className="label-frame h-64 animate-breathe" />
        <div className="label-frame h-96 animate-breathe" />
      </div>
    </>
  )
}
