import type { GrandDraw } from '@tiptop/contract/grand-draw.ts'
import { formatMoment } from '@tiptop/contract/moments.ts'
import { apiUrl } from '../api-url.ts'
import { withErrorBoundary } from '../error-boundary.tsx'
import { formatCount, formatUntil } from '../ui/dates.ts'
import { HashInGroups } from '../ui/hash-in-groups.tsx'
import type { Lang } from '../ui/language.ts'
import { loadPart } from '../ui/load-part.ts'
import { useLoadedLater } from '../ui/loaded-later.ts'
import { FactList } from './fact-list.tsx'
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

const loadOneDraw = () => loadPart(() => import('./one-draw.tsx')).then(module => module.OneDraw)

function Known({ lang, draw }: { lang: Lang; draw: GrandDraw }) {
  const words = grandPrizeWords[lang]
  const { phase, claimsUntil, announcedRound, list, draws, winner } = draw
  const OneDraw = useLoadedLater(draws.length ? loadOneDraw : null)
  return (
    <div className="grid min-h-40 content-start gap-6">
      {winner && <WinnerOf lang={lang} winner={winner} />}
      {phase !== 'drawn' && <p className="leading-relaxed">{words.phases[phase](formatUntil(claimsUntil, lang))}</p>}
      {phase !== 'drawn' && announcedRound && (
        <p className="leading-relaxed">
          {words.round(String(announcedRound.round), formatMoment(announcedRound.publishedAt, lang))}
        </p>
      )}
      {list && (
        <section>
          <h3 className="mb-3 text-xl">{words.list}</h3>
          <FactList
            facts={[
              [words.frozenAt, formatMoment(list.frozenAt, lang)],
              [words.count, formatCount(list.count, lang)],
              [words.root, <HashInGroups key="root" hash={list.root} />],
            ]}
          />
        </section>
      )}
      {OneDraw && draws.toReversed().map(made => <OneDraw key={made.attempt} lang={lang} made={made} />)}
      {list && <Files lang={lang} />}
    </div>
  )
}

const files = [
  ['entries', `${apiUrl}/grand-draw/entries.txt`],
  ['draw', `${apiUrl}/grand-draw/draw.json`],
  ['verifier', '/grand-lot/verify.mjs'],
] as const

/** What it takes to compute the draw again. */
function Files({ lang }: { lang: Lang }) {
  const words = grandPrizeWords[lang].files
  return (
    <section>
      <h3 className="text-xl">{words.title}</h3>
      <p className="mt-2 leading-relaxed">{words.text}</p>
      {files.map(([name, href]) => (
        <a key={name} href={href} download className="link flex min-h-11 items-center">
          {words[name]}
        </a>
      ))}
      <p className="mt-3 leading-relaxed">{words.run}</p>
      <p translate={false} className="mt-1 font-mono text-sm wrap-anywhere">
        node verify.mjs DOSSIER
      </p>
    </section>
  )
}
