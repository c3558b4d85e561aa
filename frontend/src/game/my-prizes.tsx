'use client'
import type { PlayAnswer } from '@tiptop/contract/game.ts'
import { formatTicketCode } from '@tiptop/contract/ticket-code.ts'
import { useEffect, useState } from 'react'
import { useNeedsSession } from '../accounts/session/needs-session.ts'
import { useSession } from '../accounts/session/session.tsx'
import { api, type Failure } from '../api-client.ts'
import { PrizePicture } from '../contest/pictures/prize-picture.tsx'
import { failureSentence } from '../failure-sentences.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { formatDay, formatUntil } from '../ui/dates.ts'
import { TeaBranch } from '../ui/drawings/botanicals.tsx'
import { useOneAtATime } from '../ui/forms/one-at-a-time.ts'
import { type Lang, pathIn } from '../ui/language.ts'
import { Notice } from '../ui/notice.tsx'
import { myPrizesWords } from './my-prizes-words.ts'

type Loaded = { plays: PlayAnswer[]; nextCursor: string | null }

/** The player's prizes, newest first, a page at a time. */
export function MyPrizes({ lang }: { lang: Lang }) {
  const words = myPrizesWords[lang]
  const session = useNeedsSession(lang)
  const { lose, ask } = useSession()
  const [loaded, setLoaded] = useState<Loaded | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const { run, busy } = useOneAtATime(api.myTickets)

  async function load() {
    setFailure(null)
    const answer = await run(loaded?.nextCursor ?? null)
    if (!answer) return
    if (!answer.ok) {
      if (answer.failure.kind === 'refused' && answer.failure.code === 'session-needed') return lose()
      return setFailure(answer.failure)
    }
    const { items, nextCursor } = answer.value
    setLoaded(current => ({ plays: [...(current?.plays ?? []), ...items], nextCursor }))
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: the first page is loaded once, when it is known whose it is
  useEffect(() => {
    if (session.name === 'signed-in') void load()
  }, [session.name])

  const broken = failure ?? (session.name === 'failed' ? session.failure : null)
  if (!loaded && broken)
    return (
      <div className="grid justify-items-start gap-5">
        <Notice tone="error">{failureSentence(broken, lang)}</Notice>
        <Button onClick={() => (session.name === 'signed-in' ? load() : ask())}>{words.retry}</Button>
      </div>
    )
  if (!loaded) return <Loading label={words.loading} />
  if (!loaded.plays.length) return <Nothing lang={lang} />
  return (
    <>
      <ul className="grid gap-4 md:grid-cols-2">
        {loaded.plays.map(play => (
          <Won key={play.ticket.code} lang={lang} play={play} />
        ))}
      </ul>
      {failure && (
        <div className="mt-5">
          <Notice tone="error">{failureSentence(failure, lang)}</Notice>
        </div>
      )}
      {loaded.nextCursor && (
        <div className="mt-8 text-center">
          <Button look="quiet" onClick={load} busy={busy} busyLabel={words.moreBusy}>
            {words.more}
          </Button>
        </div>
      )}
    </>
  )
}

const stateLooks = {
  pending: 'bg-honey/45 text-[#5c310b]',
  claimed: 'bg-sage text-forest',
  expired: 'bg-blush text-[#7c2117]',
}

function Won({ lang, play: { ticket, prize } }: { lang: Lang; play: PlayAnswer }) {
  const words = myPrizesWords[lang]
  const day = ticket.status === 'claimed' ? formatDay(ticket.claimedAt, lang) : formatUntil(ticket.claimUntil, lang)
  return (
    <li className="label-frame flex items-center gap-4 p-5 sm:gap-6 sm:p-6">
      <PrizePicture
        slug={prize.slug}
        className={`size-24 shrink-0 sm:size-28 ${ticket.status === 'expired' ? 'opacity-60 grayscale' : ''}`}
      />
      <div className="min-w-0">
        <h2 className="text-xl leading-snug">{prize.name[lang]}</h2>
        <p className="mt-1 text-[0.9375rem] text-soft">
          {words.code}{' '}
          <span className="font-semibold tracking-wider whitespace-nowrap text-ink">
            {formatTicketCode(ticket.code)}
          </span>
        </p>
        <p className="mt-2.5 text-[0.9375rem]">
          <span
            className={`mr-2 inline-block rounded-full px-3 py-0.5 text-sm font-semibold ${stateLooks[ticket.status]}`}
          >
            {words.states[ticket.status]}
          </span>
          {words.when[ticket.status](day)}
        </p>
      </div>
    </li>
  )
}

function Loading({ label }: { label: string }) {
  return (
    <div role="status">
      <span className="sr-only">{label}</span>
      <div className="grid gap-4 md:grid-cols-2" aria-hidden="true">
        {['a', 'b', 'c', 'd'].map(key => (
          <div key={key} className="label-frame flex h-38 items-center gap-6 p-6">
            <span className="size-24 animate-breathe rounded-full bg-sage" />
            <span className="grid flex-1 gap-3">
              <span className="h-6 w-3/4 animate-breathe rounded bg-sage" />
              <span className="h-4 w-1/2 animate-breathe rounded bg-sage" />
            </span>
          </div>
        ))}
      </div>
    </div>
  )
}

function Nothing({ lang }: { lang: Lang }) {
  const words = myPrizesWords[lang]
  return (
    <div className="label-frame grid justify-items-center px-6 py-14 text-center">
      <TeaBranch className="h-14 w-32 text-leaf" />
      <h2 className="mt-5 text-2xl">{words.emptyTitle}</h2>
      <p className="mt-2 mb-7 max-w-sm text-soft">{words.empty}</p>
      <ButtonLink href={pathIn(lang, '/jeu')}>{words.play}</ButtonLink>
    </div>
  )
}
