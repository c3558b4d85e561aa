import type { AnnouncedContest } from '@tiptop/contract/announced-contest.ts'
import { useContest } from '../../contest/contest.ts'
import { formatEuros } from '../../ui/dates.ts'
import { type Lang, typeset } from '../../ui/language.ts'
import { Text } from '../../ui/text.tsx'

const sentence = typeset({
  fr: (name: string, value: string) => `Le grand lot : ${name}, d’une valeur de ${value}.`,
  en: (name: string, value: string) => `The grand prize: ${name}, worth ${value}.`,
})

type GrandPrizeProps = { lang: Lang; announced: Pick<AnnouncedContest, 'grandPrize'> }

/** As announced, with which the page is built, or as the contest has it, once it is loaded. */
export function GrandPrizeSentence({ lang, announced }: GrandPrizeProps) {
  const { state } = useContest()
  const { name, valueCents } = (state.name === 'ready' ? state.contest : announced).grandPrize
  return (
    <p className="mt-3 min-h-7 font-semibold text-forest">
      <Text>{sentence[lang](name[lang].toLowerCase(), formatEuros(valueCents, lang))}</Text>
    </p>
  )
}
