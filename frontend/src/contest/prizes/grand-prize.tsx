import type { AnnouncedContest } from '@tiptop/contract/announced-contest.ts'
import { formatEuros } from '../../ui/dates.ts'
import type { Lang } from '../../ui/language.ts'
import { Text } from '../../ui/text.tsx'
import { useContest } from '../contest.ts'
import { contestWords } from '../words.ts'

type GrandPrizeProps = { lang: Lang; announced: Pick<AnnouncedContest, 'grandPrize'> }

/** The grand prize as it is announced, with which the page is built, or as the contest has it, once it is loaded. */
export function GrandPrize({ lang, announced }: GrandPrizeProps) {
  const words = contestWords[lang].grand
  const { state } = useContest()
  const { name, valueCents } = (state.name === 'ready' ? state.contest : announced).grandPrize
  return (
    <>
      <p className="eyebrow">{words.eyebrow}</p>
      <h2 className="mt-3 text-4xl sm:text-5xl">
        <Text>{name[lang]}</Text>
      </h2>
      <p className="mt-2 min-h-7 font-display text-xl text-infusion">
        <Text>{words.value(formatEuros(valueCents, lang))}</Text>
      </p>
      <p className="mt-4 max-w-lg leading-relaxed text-soft">{words.text}</p>
    </>
  )
}
