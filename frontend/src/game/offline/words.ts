import { typeset } from '../../ui/language.ts'

const fr = {
  offline: 'Vous êtes hors ligne.',
  silent: 'Nos serveurs ne répondent pas.',
  seenAt: (moment: string) => `Voici vos gains tels que vous les avez vus le ${moment}.`,
  older: (count: number) => `Seuls les ${count} plus récents sont gardés ici : les autres reviennent avec le réseau.`,
}

const en: typeof fr = {
  offline: 'You are offline.',
  silent: 'Our servers do not answer.',
  seenAt: moment => `These are your prizes as you saw them on ${moment}.`,
  older: count => `Only the ${count} newest are kept here: the others come back with the network.`,
}

/** The words above prizes that were kept from an earlier visit. */
export const offlineWords = typeset({ fr, en })
