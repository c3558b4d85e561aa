import type { DrawConfirmation } from '@tiptop/contract/grand-draw.ts'
import { formatTime } from '@tiptop/contract/moments.ts'
import type { Lang } from '../../ui/language.ts'
import { Notice } from '../../ui/notice.tsx'
import type { Confirmations } from '../draw-turn.ts'
import { drawWords } from '../words.ts'

/** Says who has confirmed a step, and until when it counts. */
export function ConfirmationNotice({ lang, own, other }: Confirmations & { lang: Lang }) {
  const words = drawWords[lang]
  const times = ({ at, lapsesAt }: DrawConfirmation) => [formatTime(at, lang), formatTime(lapsesAt, lang)] as const
  if (other) return <Notice tone="good">{words.other(words.roles[other.role], ...times(other))}</Notice>
  if (own) return <Notice tone="plain">{words.own(...times(own))}</Notice>
  return null
}
