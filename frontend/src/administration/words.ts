import type { Role } from '@tiptop/contract/accounts.ts'
import { typeset } from '../ui/language.ts'

const fr = {
  eyebrow: 'Administration',
  nav: {
    label: 'Pages d’administration',
    dashboard: 'Tableau de bord',
    users: 'Utilisateurs',
    tickets: 'Tickets',
    exports: 'Exports',
    audit: 'Journal',
    draw: 'Tirage',
  },
  signedInAs: (name: string) => `Connexion au nom de ${name}`,
  nameless: 'Sans nom',
  opening: 'Ouverture de cet espace…',
  retry: 'Réessayer',
  roles: {
    player: 'Joueur',
    employee: 'Employé',
    admin: 'Administrateur',
    bailiff: 'Commissaire de justice',
  } satisfies Record<Role, string>,
  fromReplica: (seconds: number) =>
    seconds > 0
      ? `Lu sur une copie de la base, en retard de ${seconds} s au plus.`
      : 'Lu sur une copie de la base, à jour.',
  list: {
    loading: 'Chargement…',
    pages: (list: string) => `Pages : ${list}`,
    first: 'Début de la liste',
    previous: 'Précédents',
    next: 'Suivants',
  },
  filters: { label: 'Filtres', clear: 'Effacer les filtres', all: 'Tous' },
  period: {
    label: 'Période',
    from: 'Du',
    to: 'Au',
    form: 'jj/mm/aaaa',
    calendar: (label: string) => `Calendrier, ${label.toLowerCase()}`,
    unreadable: 'Écrivez la date ainsi\u00a0: 28/11/2026.',
    backwards: 'Le premier jour vient après le dernier.',
    presets: { today: 'Aujourd’hui', week: '7 jours', month: '30 jours', all: 'Tout' },
  },
}

const en: typeof fr = {
  eyebrow: 'Administration',
  nav: {
    label: 'Administration pages',
    dashboard: 'Dashboard',
    users: 'Users',
    tickets: 'Tickets',
    exports: 'Exports',
    audit: 'Audit trail',
    draw: 'Draw',
  },
  signedInAs: name => `Signed in as ${name}`,
  nameless: 'No name',
  opening: 'Opening this area…',
  retry: 'Try again',
  roles: { player: 'Player', employee: 'Employee', admin: 'Administrator', bailiff: 'Bailiff' },
  fromReplica: seconds =>
    seconds > 0
      ? `Read from a copy of the database, at most ${seconds} s behind.`
      : 'Read from a copy of the database, up to date.',
  list: {
    loading: 'Loading…',
    pages: list => `Pages: ${list}`,
    first: 'Start of the list',
    previous: 'Previous',
    next: 'Next',
  },
  filters: { label: 'Filters', clear: 'Clear the filters', all: 'All' },
  period: {
    label: 'Period',
    from: 'From',
    to: 'To',
    form: 'dd/mm/yyyy',
    calendar: label => `Calendar, ${label.toLowerCase()}`,
    unreadable: 'Write the date like this: 28/11/2026.',
    backwards: 'The first day is after the last.',
    presets: { today: 'Today', week: '7 days', month: '30 days', all: 'All' },
  },
}

/** The words that all administration pages share. */
export const adminWords = typeset({ fr, en })
