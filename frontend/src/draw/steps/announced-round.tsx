import type { DrawState } from '@tiptop/contract/grand-draw.ts'
import { formatMoment } from '@tiptop/contract/moments.ts'
import type { Lang } from '../../ui/language.ts'
import { Text } from '../../ui/text.tsx'
import { drawWords } from '../words.ts'

/** Says which public randomness counts, or that none does. */
export function AnnouncedRound({ lang, state: { announcedRound } }: { lang: Lang; state: DrawState }) {
  const words = drawWords[lang].freeze
  return (
    <p className="leading-relaxed">
      <Text>
        {announcedRound
          ? words.round(String(announcedRound.round), formatMoment(announcedRound.publishedAt, lang))
          : words.noRound}
      </Text>
    </p>
  )
}
