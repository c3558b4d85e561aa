import type { GrandDraw } from '@tiptop/contract/grand-draw.ts'
import type { Lang } from '../ui/language.ts'
import { grandPrizeWords } from './words.ts'

type WinnerOfProps = { lang: Lang; winner: NonNullable<GrandDraw['winner']> }

/** Who has won, by initial and city as the rules allow. */
export function WinnerOf({ lang, winner: { rank, initial, city, claimed } }: WinnerOfProps) {
  const words = grandPrizeWords[lang].winner
  const name = !initial ? words.erased : city ? words.named(initial, city) : words.initial(initial)
  return (
    <div className="label-frame px-6 py-6 sm:px-8">
      <p className="eyebrow">{words.title}</p>
      <p className="mt-2 font-display text-3xl text-forest">{name}</p>
      <p className="mt-2 leading-relaxed text-soft">{claimed ? words.claimed : words.waiting}</p>
      {rank > 1 && <p className="mt-1 leading-relaxed text-soft">{words.alternate(rank - 1)}</p>}
    </div>
  )
}
