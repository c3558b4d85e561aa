import type { MadeDraw } from '@tiptop/contract/grand-draw.ts'
import { formatMoment } from '@tiptop/contract/moments.ts'
import { formatCount } from '../../ui/dates.ts'
import { HashInGroups } from '../../ui/hash-in-groups.tsx'
import type { Lang } from '../../ui/language.ts'
import { FactList } from './fact-list.tsx'
import { frozenWords } from './frozen-words.ts'

/** One draw: everything that it was computed from, and the ranks that came out. `isVoid`: it was repeated. */
export function OneDraw({ lang, made, isVoid }: { lang: Lang; made: MadeDraw; isVoid: boolean }) {
  const words = frozenWords[lang].inputs
  const { reason, commitment, number, beacon, seed, ranks } = made
  return (
    <section>
      <h3 className="mb-3 text-xl">{words.title(formatMoment(made.drawnAt, lang))}</h3>
      <FactList
        facts={[
          ...(reason ? [[words.reason, reason] as const] : []),
          ...(commitment ? [[words.commitment, <HashInGroups key="commitment" hash={commitment} />] as const] : []),
          [words.number, number],
          ...(beacon
            ? ([
                [words.round, words.roundOf(String(beacon.round))],
                [words.signature, <HashInGroups key="signature" hash={beacon.signature} />],
              ] as const)
            : []),
          [words.seed, <HashInGroups key="seed" hash={seed} />],
        ]}
      />
      {isVoid && <p className="mt-4 leading-relaxed">{words.void}</p>}
      <p className="mt-4 font-semibold text-forest">{words.ranks}</p>
      <ol className="mt-1 grid gap-1">
        {ranks.map(({ rank, index }) => (
          <li key={rank}>{words.rank(rank, formatCount(index + 1, lang))}</li>
        ))}
      </ol>
    </section>
  )
}
