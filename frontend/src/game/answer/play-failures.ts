import type { PlayRefusalCode } from '@tiptop/contract/refusals.ts'
import type { Failure } from '../../api-client.ts'
import { failureSentence } from '../../failure-sentences.ts'
import { type Lang, typeset } from '../../ui/language.ts'

/** The sentence for each refusal of a play. A code without a sentence does not compile. */
const refusals: Record<Lang, Record<PlayRefusalCode, string>> = typeset({
  fr: {
    'ticket-unknown':
      'Aucun ticket ne porte ce code. Relisez-le sur votre ticket de caisse : une lettre en remplace peut-être une autre.',
    'ticket-already-played': 'Ce ticket a déjà été joué. Chaque code ne se joue qu’une fois.',
    'contest-closed': 'Le jeu n’est pas ouvert en ce moment : les dates sont sur la page d’accueil.',
    'staff-may-not-play': 'Le personnel ne participe pas au jeu : ce compte ne peut pas jouer de ticket.',
  },
  en: {
    'ticket-unknown': 'No ticket has this code. Check it against your till receipt: one letter may look like another.',
    'ticket-already-played': 'This ticket has already been played. Each code can be played only once.',
    'contest-closed': 'The contest is not open at the moment: see the dates on the home page.',
    'staff-may-not-play': 'Staff do not take part in the contest: this account cannot play a ticket.',
  },
})

/** Returns why a play was refused or has no answer, and what to do about it. */
export function playFailureSentence(failure: Failure, lang: Lang): string {
  if (failure.kind !== 'refused') return failureSentence(failure, lang)
  const { code } = failure
  const known = refusals[lang]
  return Object.hasOwn(known, code) ? known[code as PlayRefusalCode] : failureSentence(failure, lang)
}
