import type { HandoverStatus } from '@tiptop/contract/handover.ts'
import { type Lang, typeset, type Words } from '../ui/language.ts'
import { Text } from '../ui/text.tsx'

const looks: Record<HandoverStatus, string> = {
  pending: 'bg-glow text-umber',
  claimed: 'bg-sage text-forest',
  expired: 'bg-blush text-brick-deep',
}

const words: Words<Record<HandoverStatus, string>> = typeset({
  fr: { pending: 'À remettre', expired: 'Délai dépassé', claimed: 'Remis' },
  en: { pending: 'To hand over', expired: 'Expired', claimed: 'Handed over' },
})

/** The status of a ticket, in a word or two. */
export function StatusBadge({ lang, status }: { lang: Lang; status: HandoverStatus }) {
  return (
    <span className={`inline-block rounded-full px-3 py-0.5 text-sm font-semibold whitespace-nowrap ${looks[status]}`}>
      <Text>{words[lang][status]}</Text>
    </span>
  )
}
