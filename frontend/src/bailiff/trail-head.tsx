import type { BailiffOverview } from '@tiptop/contract/bailiff.ts'
import { formatMoment } from '@tiptop/contract/moments.ts'
import { formatCount } from '../ui/dates.ts'
import { HashInGroups } from '../ui/hash-in-groups.tsx'
import type { Lang } from '../ui/language.ts'
import { Notice } from '../ui/notice.tsx'
import { bailiffWords } from './words.ts'

type TrailHeadProps = { lang: Lang; trail: BailiffOverview['trail'] }

/** The head of the audit trail to note, when the chain was last computed again, and how to compare an older head. */
export function TrailHead({ lang, trail: { head, verified } }: TrailHeadProps) {
  const words = bailiffWords[lang].trail
  const verification =
    verified &&
    (verified.faults
      ? words.faulty(formatMoment(verified.at, lang), formatCount(verified.faults, lang))
      : words.verified(formatMoment(verified.at, lang), formatCount(verified.sealed, lang)))
  return (
    <div className="grid gap-4">
      <p className="leading-relaxed">{words.text}</p>
      {head ? (
        <div>
          <p className="text-sm font-semibold text-forest">
            {words.head(formatCount(head.event, lang), formatMoment(head.sealedAt, lang))}
          </p>
          <HashInGroups hash={head.hash} />
        </div>
      ) : (
        <p>{words.none}</p>
      )}
      <Notice tone={!verified ? 'plain' : verified.faults ? 'error' : 'good'}>{verification ?? words.never}</Notice>
      <div className="leading-relaxed">
        <p>{words.compare}</p>
        <p translate={false} className="my-2 font-mono text-sm wrap-anywhere">
          node backend/src/audit/commands.ts verify --head EMPREINTE
        </p>
        <p>{words.compared}</p>
      </div>
    </div>
  )
}
