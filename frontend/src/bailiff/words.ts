import { typeset } from '../ui/language.ts'

const fr = {
  title: 'Commissaire de justice',
  lead: 'De quoi constater le jeu : l’engagement, les comptes, le journal et le tirage du grand lot. Aucune donnée personnelle, sauf l’identité de la personne gagnante une fois le tirage fait.',
  loading: 'Lecture des comptes…',
  asOf: (moment: string) => `Au ${moment}.`,
  refresh: 'Actualiser',
  toDraw: 'Aller au tirage du grand lot',
  commitment: {
    title: 'L’engagement',
    text: 'Lisez la racine à voix haute, groupe par groupe, et comparez-la avec celle de l’acte déposé. Une seule différence prouve qu’un lot a changé.',
  },
  counts: {
    title: 'Les comptes',
    generated: 'Tickets générés',
    unclaimed: 'Pas encore joués',
    pending: 'Lots à retirer',
    claimed: 'Lots remis',
    byPrize: 'Par lot',
    prize: 'Lot',
    quota: 'Engagés',
    played: 'Joués',
    handedOver: 'Remis',
    left: 'Pas joués',
  },
  trail: {
    title: 'Le journal',
    text: 'Chaque événement est scellé avec l’empreinte du précédent. La tête de cette chaîne les tient tous : notez-la à chaque visite.',
    none: 'Aucun événement n’est encore scellé.',
    head: (event: string, moment: string) => `Tête de la chaîne : événement n° ${event}, scellé le ${moment}`,
    verified: (moment: string, sealed: string) =>
      `Toute la chaîne a été recalculée le ${moment} : ${sealed} événements, aucune anomalie.`,
    faulty: (moment: string, faults: string) =>
      `Recalculée le ${moment}, la chaîne a ${faults} anomalies. Demandez leur détail à l’exploitant avant tout constat.`,
    never: 'La chaîne n’a pas encore été recalculée.',
    compare: 'Pour comparer une tête notée plus tôt, l’exploitant lance devant vous :',
    compared: 'La commande relit tout le journal et dit si l’empreinte notée est toujours dans la chaîne, à sa place.',
  },
}

const en: typeof fr = {
  title: 'Bailiff',
  lead: 'What it takes to attest the contest: the commitment, the figures, the audit trail and the draw of the grand prize. No personal data, except the winner’s identity once the draw is made.',
  loading: 'Reading the figures…',
  asOf: moment => `On ${moment}.`,
  refresh: 'Refresh',
  toDraw: 'Go to the draw of the grand prize',
  commitment: {
    title: 'The commitment',
    text: 'Read the root aloud, group by group, and compare it with the deposited statement. A single difference proves that a prize has changed.',
  },
  counts: {
    title: 'The figures',
    generated: 'Tickets generated',
    unclaimed: 'Not played yet',
    pending: 'Prizes to collect',
    claimed: 'Prizes handed over',
    byPrize: 'By prize',
    prize: 'Prize',
    quota: 'Committed',
    played: 'Played',
    handedOver: 'Handed over',
    left: 'Not played',
  },
  trail: {
    title: 'The audit trail',
    text: 'Each event is sealed with the hash of the one before it. The head of this chain holds them all: note it at each visit.',
    none: 'No event is sealed yet.',
    head: (event, moment) => `Head of the chain: event ${event}, sealed on ${moment}`,
    verified: (moment, sealed) => `The whole chain was computed again on ${moment}: ${sealed} events, no fault.`,
    faulty: (moment, faults) =>
      `Computed again on ${moment}, the chain has ${faults} faults. Ask the operator for the details before you attest anything.`,
    never: 'The chain has not been computed again yet.',
    compare: 'To compare a head that you noted earlier, the operator runs in front of you:',
    compared: 'The command reads the whole trail and says whether the noted hash is still in the chain, in its place.',
  },
}

/** The words of the bailiff's page. */
export const bailiffWords = typeset({ fr, en })
