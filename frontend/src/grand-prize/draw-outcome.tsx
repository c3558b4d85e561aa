import type { GrandDraw } from '@tiptop/contract/grand-draw.ts'
import { formatMoment } from '@tiptop/contract/moments.ts'
import { withErrorBoundary } from '../error-boundary.tsx'
import { formatUntil } from '../ui/dates.ts'
import type { Lang } from '../ui/language.ts'
import { loadPart } from '../ui/load-part.ts'
import { useLoadedLater } from '../ui/loaded-later.ts'
import { usePublicDraw } from './public-draw.ts'
import { WinnerOf } from './winner-of.tsx'
import { grandPrizeWords } from './words.ts'

/** Where the draw stands: before it, with the frozen list, or with its result and all that it was computed from. */
export const DrawOutcome = withErrorBoundary(Outcome)

function Outcome({ lang }: { lang: Lang }) {
  const words = grandPrizeWords[lang]
  const { state, retry } = usePublicDraw()
  if (state.name === 'ready') return <Known lang={lang} draw={state.draw} />
  return (
    <div className="min-h-40">
      <p className="leading-relaxed">{words.later}</p>
      {state.name === 'failed' && (
        <button type="button" onClick={retry} className="link min-h-11">
          {words.retry}
        </button>
      )}
    </div>
  )
}

const loadFrozenDraw = () => loadPart(() => import('./frozen/frozen-draw.tsx')).then(module => module.FrozenDraw)

function Known({ lang, draw }: { lang: Lang; draw: GrandDraw }) {
  const words = grandPrizeWords[lang]
  const { phase, claimsUntil, announcedRound, list, draws, winner } = draw
  const FrozenDraw = useLoadedLater(list && loadFrozenDraw)
  return (
    <div className="grid min-h-40 content-start gap-6">
      {winner && <WinnerOf lang={lang} winner={winner} />}
      {phase !== 'drawn' && <p className="leading-relaxed">{words.phases[phase](formatUntil(claimsUntil, lang))}</p>}
      {phase !== 'drawn' && announcedRound && (
        <p className="leading-relaxed">
          {words.round(String(announcedRound.round), formatMoment(announcedRound.publishedAt, lang))}
        </p>
      )}
      {FrozenDraw && list && <FrozenDraw lang={lang} list={list} draws={draws} />}
    </div>
  )
}
