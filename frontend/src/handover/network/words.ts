import { typeset, type Words } from '../../ui/language.ts'
import type { NetworkState } from './network.ts'

/** What the counter says about its network, on every page. */
export const networkWords: Words<Record<Exclude<NetworkState, 'here'>, string>> = typeset({
  fr: {
    late: 'Le réseau est lent : la réponse arrive.',
    away: 'Réseau coupé. Votre saisie est gardée, la page reprend d’elle-même.',
  },
  en: {
    late: 'The network is slow: the answer is on its way.',
    away: 'Network lost. What you entered is kept, and the page continues by itself.',
  },
})
