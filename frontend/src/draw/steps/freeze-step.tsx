import { formatMoment } from '@tiptop/contract/moments.ts'
import { Button } from '../../ui/button.tsx'
import { formatCount, formatUntil } from '../../ui/dates.ts'
import { HashInGroups } from '../../ui/hash-in-groups.tsx'
import type { Lang } from '../../ui/language.ts'
import { Notice } from '../../ui/notice.tsx'
import { drawApi } from '../draw-api.ts'
import { confirmationsAt } from '../draw-turn.ts'
import type { Draw } from '../use-draw.ts'
import { drawWords } from '../words.ts'
import { AnnouncedRound } from './announced-round.tsx'
import { ConfirmationNotice } from './confirmations.tsx'
import { useAct } from './use-act.ts'

/** The first step: the list is frozen by two people, once the time for claims is over. */
export function FreezeStep({ lang, draw }: { lang: Lang; draw: Draw }) {
  const words = drawWords[lang].freeze
  const { phase, claimsUntil, list } = draw.state
  const { act, busy, failure } = useAct(draw, lang)
  const { own, other } = confirmationsAt(draw.state, 'freeze')
  if (list)
    return (
      <>
        <p className="leading-relaxed">
          {list.count === 1
            ? words.doneOne(formatMoment(list.frozenAt, lang))
            : words.done(formatCount(list.count, lang), formatMoment(list.frozenAt, lang))}
        </p>
        <p className="mt-4 text-sm font-semibold text-forest">{words.root}</p>
        <HashInGroups hash={list.root} />
      </>
    )
  return (
    <div className="grid justify-items-start gap-4">
      <p className="leading-relaxed">{words.text}</p>
      <AnnouncedRound lang={lang} state={draw.state} />
      {phase === 'claims-open' && <Notice tone="plain">{words.early(formatUntil(claimsUntil, lang))}</Notice>}
      <ConfirmationNotice lang={lang} own={own} other={other} />
      {failure && <Notice tone="error">{failure}</Notice>}
      {phase === 'ready' && (!own || other) && (
        <Button onClick={() => act(drawApi.freeze)} busy={busy} busyLabel={drawWords[lang].busy}>
          {other ? words.second : words.first}
        </Button>
      )}
    </div>
  )
}
