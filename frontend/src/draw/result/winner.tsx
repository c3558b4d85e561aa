import type { WinnerIdentity } from '@tiptop/contract/grand-draw.ts'
import { formatDay } from '@tiptop/contract/moments.ts'
import { useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { formatUntil } from '../../ui/dates.ts'
import { useOneAtATime } from '../../ui/forms/one-at-a-time.ts'
import type { Lang } from '../../ui/language.ts'
import { Notice } from '../../ui/notice.tsx'
import { drawApi } from '../draw-api.ts'
import { drawFailure } from '../draw-failures.ts'
import type { Draw } from '../use-draw.ts'
import { drawWords } from '../words.ts'
import { Claim } from './claim.tsx'
import { MoveUp } from './move-up.tsx'
import { resultWords } from './words.ts'

/** Who has won, on demand, and what is still to do about it. */
export function Winner({ lang, draw }: { lang: Lang; draw: Draw }) {
  const words = resultWords[lang].winner
  const { winner } = draw.state
  const [identity, setIdentity] = useState<WinnerIdentity | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const { run, busy } = useOneAtATime(drawApi.winner)
  if (!winner) return null

  async function show() {
    if (busy) return
    setFailure(null)
    const answer = await run()
    if (!answer) return
    if (answer.ok) setIdentity(answer.value)
    else setFailure(drawFailure(answer.failure, lang))
  }
  return (
    <section className="grid justify-items-start gap-4 border-t border-line pt-6">
      <h3 className="text-xl">{words.title}</h3>
      <p className="leading-relaxed">
        {winner.claimed ? words.claimed : words.until(formatUntil(winner.answerUntil, lang))}
      </p>
      {identity ? (
        <Identity lang={lang} identity={identity} />
      ) : (
        <>
          <p className="text-[0.9375rem] text-soft">{words.text}</p>
          <Button look="quiet" onClick={show} busy={busy} busyLabel={drawWords[lang].busy}>
            {words.show}
          </Button>
        </>
      )}
      {failure && <Notice tone="error">{failure}</Notice>}
      {!winner.claimed && (
        <>
          <Claim lang={lang} draw={draw} rank={winner.rank} />
          <MoveUp lang={lang} draw={draw} winner={winner} />
        </>
      )}
    </section>
  )
}

function Identity({ lang, identity }: { lang: Lang; identity: WinnerIdentity }) {
  const words = resultWords[lang].winner
  const { firstName, lastName, birthDate, email, city } = identity
  const facts = [
    [words.name, `${firstName} ${lastName}`],
    [words.born, birthDate && formatDay(birthDate, lang)],
    [words.email, email],
    [words.city, city],
  ] as const
  return (
    <>
      {identity.erased && <Notice tone="error">{words.erased}</Notice>}
      <dl className="w-full divide-y divide-line border-y border-line">
        {facts.map(([name, value]) => (
          <div key={name} className="grid gap-x-6 py-2.5 sm:grid-cols-[minmax(0,1fr)_minmax(0,2fr)]">
            <dt className="font-semibold text-forest">{name}</dt>
            <dd className="wrap-anywhere">{value || words.unknown}</dd>
          </div>
        ))}
      </dl>
      <p className="text-sm text-soft">{words.account(identity.userId)}</p>
    </>
  )
}
