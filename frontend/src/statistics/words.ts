import { typeset } from '../ui/language.ts'

const plural = (count: number, one: string, more: string) => (count > 1 ? more : one)

const fr = {
  title: 'Tableau de bord',
  lead: 'Où en est le jeu : qui joue, ce qui est gagné, ce qui est remis.',
  loading: 'Chargement des chiffres…',
  takenAt: (moment: string) => `Chiffres du ${moment}.`,
  refresh: 'Actualiser',
  refreshing: 'Actualisation…',
  emptyTitle: 'Aucun ticket n’a encore été joué',
  empty: 'Les graphiques apparaîtront avec la première participation.',
  emptyPeriodTitle: 'Rien dans cette période',
  emptyPeriod: 'Aucun ticket n’y a été joué et aucun lot remis.',
  figures: {
    title: 'En chiffres',
    plays: 'Participations',
    playsOf: (tickets: string) => `sur ${tickets} tickets`,
    handovers: 'Lots remis',
    handoversNote: 'en boutique, contre pièce d’identité',
    players: 'Joueurs',
    playersNote: 'ont joué au moins un ticket',
    playersInPeriod: 'ont joué pour la première fois',
    accounts: 'Comptes',
    accountsNote: 'créés depuis le début',
    accountsInPeriod: 'créés dans la période',
  },
  conversion: {
    title: 'Taux de conversion',
    playedOfTickets: 'Tickets joués parmi les tickets',
    handedOverOfPlayed: 'Lots remis parmi les lots gagnés',
    playersOfAccounts: 'Joueurs parmi les comptes',
    nothing: 'rien à rapporter',
  },
  prizes: {
    title: 'Répartition des lots',
    note: 'Attribués et restants : sur tout le jeu. Joués et remis : dans la période choisie.',
    prize: 'Lot',
    progress: 'Avancement',
    allotted: 'Attribués',
    played: 'Joués',
    handedOver: 'Remis',
    remaining: 'Restants',
  },
  series: { plays: 'Tickets joués', handovers: 'Lots remis' },
  perDay: { title: 'Par jour', day: 'Jour' },
  perHour: { title: 'Par heure de la journée', hour: 'Heure', name: (hour: number) => `${hour}\u00a0h` },
  perShop: {
    title: 'Lots remis par boutique',
    shop: 'Boutique',
    where: (name: string, city: string) => `${name} (${city})`,
  },
  perEmployee: {
    title: 'Lots remis par employé',
    note: 'Inhabituel : plus de trois fois la médiane, à partir de vingt remises. Une raison de regarder, pas un reproche.',
    employee: 'Employé',
    shop: 'Boutique',
    remark: 'Remarque',
    unusual: 'Inhabituel',
  },
  perAge: {
    title: 'Participations par âge',
    age: 'Âge',
    band: (from: number | null, to: number | null) =>
      from === null
        ? 'Inconnu'
        : to === null
          ? `${from} ans et plus`
          : from === 0
            ? `Moins de ${to + 1} ans`
            : `${from} à ${to} ans`,
  },
  showTable: 'Voir le tableau',
  total: (count: string, plays: number) => `${count} ${plural(plays, 'participation', 'participations')}`,
}

const en: typeof fr = {
  title: 'Dashboard',
  lead: 'How the contest is going: who plays, what is won, what is handed over.',
  loading: 'Loading the figures…',
  takenAt: moment => `Figures as of ${moment}.`,
  refresh: 'Refresh',
  refreshing: 'Refreshing…',
  emptyTitle: 'No ticket has been played yet',
  empty: 'The charts will appear with the first play.',
  emptyPeriodTitle: 'Nothing in this period',
  emptyPeriod: 'No ticket was played and no prize was handed over.',
  figures: {
    title: 'Key figures',
    plays: 'Plays',
    playsOf: tickets => `of ${tickets} tickets`,
    handovers: 'Prizes handed over',
    handoversNote: 'in a shop, with an identity card',
    players: 'Players',
    playersNote: 'played at least one ticket',
    playersInPeriod: 'played for the first time',
    accounts: 'Accounts',
    accountsNote: 'created since the start',
    accountsInPeriod: 'created in the period',
  },
  conversion: {
    title: 'Conversion rates',
    playedOfTickets: 'Tickets played, of all tickets',
    handedOverOfPlayed: 'Prizes handed over, of prizes won',
    playersOfAccounts: 'Players, of all accounts',
    nothing: 'nothing to compare with',
  },
  prizes: {
    title: 'Distribution of prizes',
    note: 'Allotted and remaining: over the whole contest. Played and handed over: in the chosen period.',
    prize: 'Prize',
    progress: 'Progress',
    allotted: 'Allotted',
    played: 'Played',
    handedOver: 'Handed over',
    remaining: 'Remaining',
  },
  series: { plays: 'Tickets played', handovers: 'Prizes handed over' },
  perDay: { title: 'Per day', day: 'Day' },
  perHour: { title: 'Per hour of the day', hour: 'Hour', name: hour => `${String(hour).padStart(2, '0')}:00` },
  perShop: { title: 'Prizes handed over per shop', shop: 'Shop', where: (name, city) => `${name} (${city})` },
  perEmployee: {
    title: 'Prizes handed over per employee',
    note: 'Unusual: more than three times the median, from twenty handovers on. A reason to look, not a reproach.',
    employee: 'Employee',
    shop: 'Shop',
    remark: 'Remark',
    unusual: 'Unusual',
  },
  perAge: {
    title: 'Plays by age',
    age: 'Age',
    band: (from, to) =>
      from === null
        ? 'Unknown'
        : to === null
          ? `${from} and over`
          : from === 0
            ? `Under ${to + 1}`
            : `${from} to ${to}`,
  },
  showTable: 'Show the table',
  total: (count, plays) => `${count} ${plural(plays, 'play', 'plays')}`,
}

/** The words of the dashboard. */
export const statisticsWords = typeset({ fr, en })
