import type { MadeDraw } from '@tiptop/contract/grand-draw.ts'
import { formatMoment } from '@tiptop/contract/moments.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { HashInGroups } from '../../ui/hash-in-groups.tsx'
import { type Lang, pathIn } from '../../ui/language.ts'
import { spoken } from '../draw-turn.ts'
import type { Draw } from '../use-draw.ts'
import { Minutes } from './minutes.tsx'
import { Ranks } from './ranks.tsx'
import { RepeatDraw } from './repeat-draw.tsx'
import { Winner } from './winner.tsx'
import { resultWords } from './words.ts'

/** What was drawn, and what becomes of it. The draw that counts comes first, the ones before it stay. */
export function ResultStep({ lang, draw }: { lang: Lang; draw: Draw }) {
  const words = resultWords[lang].result
  const { draws } = draw.state
  const [last, ...former] = draws.toReversed()
  if (!last) return <p className="leading-relaxed">{words.before}</p>
  return (
    <div className="grid gap-6">
      <OneDraw lang={lang} made={last} isOnly={draws.length === 1} />
      <div className="flex flex-wrap gap-3">
        <Minutes lang={lang} />
        <ButtonLink href={pathIn(lang, '/grand-lot')} look="quiet">
          {words.public}
        </ButtonLink>
      </div>
      <Winner key={`${last.attempt} ${draw.state.winner?.rank}`} lang={lang} draw={draw} />
      <RepeatDraw key={draws.length} lang={lang} draw={draw} />
      {former.map(made => (
        <OneDraw key={made.attempt} lang={lang} made={made} isOnly={false} />
      ))}
    </div>
  )
}

function OneDraw({ lang, made, isOnly }: { lang: Lang; made: MadeDraw; isOnly: boolean }) {
  const words = resultWords[lang].result
  const moment = formatMoment(made.drawnAt, lang)
  return (
    <section>
      <h3 className="text-xl">{isOnly ? words.made(moment) : words.attempt(made.attempt, moment)}</h3>
      {made.reason && <p className="mt-1 leading-relaxed wrap-anywhere">{words.again(made.reason)}</p>}
      <div className="mt-4">
        <Ranks lang={lang} ranks={made.ranks} />
      </div>
      <dl className="mt-4 grid gap-1">
        <dt className="text-sm font-semibold text-forest">{words.number}</dt>
        <dd translate={false} className="font-mono text-sm wrap-anywhere">
          {spoken(made.number)}
        </dd>
        {made.beacon && (
          <>
            <dt className="mt-2 text-sm font-semibold text-forest">{words.round(String(made.beacon.round))}</dt>
            <dd>
              <HashInGroups hash={made.beacon.signature} />
            </dd>
          </>
        )}
        <dt className="mt-2 text-sm font-semibold text-forest">{words.seed}</dt>
        <dd>
          <HashInGroups hash={made.seed} />
        </dd>
      </dl>
    </section>
  )
}
