import type { HandedOver } from '@tiptop/contract/handover.ts'
import { formatMoment } from '@tiptop/contract/moments.ts'
import type { CounterRefusalCode } from '@tiptop/contract/refusals.ts'
import type { Failure } from '../api-client.ts'
import { failureSentence } from '../failure-sentences.ts'
import { type Lang, typeset } from '../ui/language.ts'

/** The sentence for each refusal at the counter. A code without a sentence does not compile. */
const refusals: Record<Lang, Record<CounterRefusalCode | 'ticket-unknown' | 'user-erased', string>> = typeset({
  fr: {
    'ticket-not-pending': 'Ce lot n’attend plus : il a été remis entre-temps.',
    'claim-period-over': 'Le délai pour retirer les lots est passé : ce lot ne peut plus être remis.',
    'undo-too-late': 'Cette remise ne peut plus être annulée : les dix minutes sont passées.',
    'shop-missing':
      'Votre compte n’est rattaché à aucune boutique, il ne peut donc pas remettre de lot. Adressez-vous à un administrateur.',
    'own-ticket': 'Personne ne se remet son propre lot : demandez à un collègue de le remettre.',
    'user-erased': 'Le client a effacé son compte : son lot est perdu et ne peut plus être remis.',
    'ticket-unknown':
      'Aucun ticket joué ne porte ce code. Relisez-le ; s’il n’a pas encore été joué, le client le joue d’abord sur le site.',
  },
  en: {
    'ticket-not-pending': 'This prize is no longer waiting: it was handed over in the meantime.',
    'claim-period-over': 'The deadline for collecting prizes has passed: this one can no longer be handed over.',
    'undo-too-late': 'This handover can no longer be undone: the ten minutes are up.',
    'shop-missing':
      'Your account is not assigned to a shop, so it cannot hand over prizes. Please ask an administrator.',
    'own-ticket': 'No one hands over their own prize: ask a colleague to do it.',
    'user-erased': 'The customer has erased their account: the prize is lost and can no longer be handed over.',
    'ticket-unknown':
      'No played ticket has this code. Check it again; if it has not been played yet, the customer has to play it on the site first.',
  },
})

const done: Record<Lang, (by: string, moment: string, shop: string) => string> = typeset({
  fr: (by, moment, shop) => `Ce lot a déjà été remis par ${by} le ${moment}, ${shop}.`,
  en: (by, moment, shop) => `This prize has already been handed over, by ${by} on ${moment}, ${shop}.`,
})

/** Returns the sentence that says who handed a prize over, when and where. */
export function handedOverSentence({ by, at, shop }: HandedOver, lang: Lang): string {
  return done[lang](by, formatMoment(at, lang), shop.name)
}

/** Returns what happened and what to do about it, in words for an employee. */
export function counterFailureSentence(failure: Failure, lang: Lang): string {
  if (failure.kind !== 'refused') return failureSentence(failure, lang)
  if (failure.handedOver) return handedOverSentence(failure.handedOver, lang)
  const { code } = failure
  const known = refusals[lang]
  return Object.hasOwn(known, code) ? known[code as keyof typeof known] : failureSentence(failure, lang)
}
