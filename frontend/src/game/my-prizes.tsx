import type { PlayAnswer } from '@tiptop/contract/game.ts'
import { useEffect, useRef, useState } from 'preact/hooks'
import { keepPrizes } from '../accounts/offline/kept-prizes.ts'
import { isKnownVisitor } from '../accounts/session/known-visitor.ts'
import { useNeedsSession } from '../accounts/session/needs-session.ts'
import { useSession } from '../accounts/session/session.ts'
import { api, type Failure } from '../api-client.ts'
import { withErrorBoundary } from '../error-boundary.tsx'
import { failureSentence } from '../failure-sentences.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { TeaBranch } from '../ui/drawings/botanicals.tsx'
import { useOneAtATime } from '../ui/forms/one-at-a-time.ts'
import { type Lang, pathIn } from '../ui/language.ts'
import { Notice } from '../ui/notice.tsx'
import { Status } from '../ui/status.tsx'
import { takeFocus } from '../ui/take-focus.ts'
import { myPrizesWords } from './my-prizes-words.ts'
import { OfflineNotice, useKeptPrizes } from './offline/offline-prizes.tsx'
import { WonPrize } from './won-prize.tsx'

/** `arrived`: the index at which the newest page begins, if the player asked for it. */
type Loaded = { plays: PlayAnswer[]; nextCursor: string | null; arrived: number | null }

/** The player's prizes, newest first, a page at a time. A page the player asked for takes the focus when it arrives. */
export const MyPrizes = withErrorBoundary(Prizes)

function Prizes({ lang }: { lang: Lang }) {
  const words = myPrizesWords[lang]
  const session = useNeedsSession(lang)
  const { lose, ask } = useSession()
  const [loaded, setLoaded] = useState<Loaded | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const byHand = useRef(false)
  const { run: askAgain, busy } = useOneAtATime(async () => {
    byHand.current = true
    await renew()
  })
  const renew = () => (session.name === 'signed-in' ? load() : ask())

  async function load() {
    const answer = await api.myTickets(loaded?.nextCursor ?? null)
    if (!answer.ok) {
      if (answer.failure.kind === 'refused' && answer.failure.code === 'session-needed') return lose()
      return setFailure(answer.failure)
    }
    const { items, nextCursor } = answer.value
    const plays = loaded?.plays ?? []
    setFailure(null)
    // A visitor who signed out in another tab meanwhile is not known any more.
    if (session.name === 'signed-in' && isKnownVisitor())
      keepPrizes({
        owner: session.profile.id,
        seenAt: Date.now(),
        plays: [...plays, ...items],
        hasOlder: nextCursor !== null,
      })
    setLoaded({ plays: [...plays, ...items], nextCursor, arrived: byHand.current ? plays.length : null })
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: the first page is loaded once, when the user is known
  useEffect(() => {
    if (session.name === 'signed-in') void load()
  }, [session.name])

  const broken = failure ?? (session.name === 'failed' ? session.failure : null)
  const kept = useKeptPrizes({ isLoaded: loaded !== null, failure: broken, renew })
  const shown = loaded ?? kept
  if (!shown && broken)
    return (
      <div className="grid justify-items-start gap-5">
        {busy ? (
          <Notice tone="plain">{words.loading}</Notice>
        ) : (
          <Notice tone="error">{failureSentence(broken, lang)}</Notice>
        )}
        <Button onClick={askAgain} busy={busy} busyLabel={words.moreBusy}>
          {words.retry}
        </Button>
      </div>
    )
  if (!shown) return <Loading label={words.loading} />
  if (!shown.plays.length) return <Nothing lang={lang} arrives={loaded?.arrived != null} />
  return (
    <>
      {kept && <OfflineNotice lang={lang} kept={kept} askAgain={askAgain} busy={busy} />}
      <ul className="grid gap-4 md:grid-cols-2">
        {shown.plays.map((play, index) => (
          <WonPrize key={play.ticket.code} lang={lang} play={play} arrives={index === loaded?.arrived} />
        ))}
      </ul>
      {loaded && failure && !busy && (
        <div className="mt-5">
          <Notice tone="error">{failureSentence(failure, lang)}</Notice>
        </div>
      )}
      {loaded?.nextCursor && (
        <div className="mt-8 text-center">
          <Button look="quiet" onClick={askAgain} busy={busy} busyLabel={words.moreBusy}>
            {words.more}
          </Button>
        </div>
      )}
    </>
  )
}

function Loading({ label }: { label: string }) {
  return (
    <>
      <Status className="sr-only">{label}</Status>
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
    </>
  )
}

function Nothing({ lang, arrives }: { lang: Lang; arrives: boolean }) {
  const words = myPrizesWords[lang]
  return (
    <div className="label-frame grid justify-items-center px-6 py-14 text-center">
      <TeaBranch className="h-14 w-32 text-leaf" />
      <h2 ref={arrives ? takeFocus : null} tabIndex={-1} className="mt-5 text-2xl">
        {words.emptyTitle}
      </h2>
      <p className="mt-2 mb-7 max-w-sm text-soft">{words.empty}</p>
      <ButtonLink href={pathIn(lang, '/jeu')}>{words.play}</ButtonLink>
    </div>
  )
}
