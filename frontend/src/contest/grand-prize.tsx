import { formatEuros } from '../ui/dates.ts'
import type { Lang } from '../ui/language.ts'
import { Text } from '../ui/text.tsx'
import { useContest } from './contest.ts'
import { contestWords } from './words.ts'

/** The grand prize as the contest names it, or general words until the contest is loaded. */
export function GrandPrize({ lang }: { lang: Lang }) {
  const words = contestWords[lang].grand
  const { state } = useContest()
  const prize = state.name === 'ready' ? state.contest.grandPrize : null
  return (
    <>
      <p className="eyebrow">{words.eyebrow}</p>
      <h2 className="mt-3 text-4xl sm:text-5xl">
        <Text>{prize?.name[lang] ?? words.title}</Text>
      </h2>
      <p className="mt-2 min-h-7 font-display text-xl text-infusion">
        <Text>{prize && words.value(formatEuros(prize.valueCents, lang))}</Text>
      </p>
      <p className="mt-4 max-w-lg leading-relaxed text-soft">{words.text}</p>
    </>
  )
}
