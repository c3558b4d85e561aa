import type { UserSort, UserState } from '@tiptop/contract/users.ts'
import { typeset } from '../ui/language.ts'
import { profileWords } from './profile-words.ts'

const fr = {
  title: 'Utilisateurs',
  lead: 'Les comptes des joueurs et de l’équipe.',
  table: 'Utilisateurs',
  search: 'Rechercher',
  searchHint: 'Début du nom, du prénom ou de l’adresse e-mail.',
  role: 'Rôle',
  state: 'État',
  sort: 'Trier par',
  sorts: {
    newest: 'Inscription, du plus récent',
    oldest: 'Inscription, du plus ancien',
    name: 'Nom',
    email: 'Adresse e-mail',
  } satisfies Record<UserSort, string>,
  states: { active: 'Actif', disabled: 'Désactivé', erased: 'Effacé' } satisfies Record<UserState, string>,
  name: 'Nom',
  createdAt: 'Inscription',
  plays: 'Tickets joués',
  self: 'vous',
  nameless: 'Sans nom',
  shown: (count: number) => `${count} ${count > 1 ? 'comptes affichés' : 'compte affiché'}.`,
  emptyTitle: 'Aucun compte',
  empty: 'Aucun compte ne répond à cette recherche.',
  export: 'Exporter ces comptes',
  profile: profileWords.fr,
}

const en: typeof fr = {
  title: 'Users',
  lead: 'The accounts of players and staff.',
  table: 'Users',
  search: 'Search',
  searchHint: 'The start of the last name, first name or e-mail address.',
  role: 'Role',
  state: 'State',
  sort: 'Sort by',
  sorts: {
    newest: 'Registration, newest first',
    oldest: 'Registration, oldest first',
    name: 'Name',
    email: 'E-mail address',
  },
  states: { active: 'Active', disabled: 'Disabled', erased: 'Erased' },
  name: 'Name',
  createdAt: 'Registered',
  plays: 'Tickets played',
  self: 'you',
  nameless: 'No name',
  shown: count => `${count} ${count > 1 ? 'accounts' : 'account'} shown.`,
  emptyTitle: 'No accounts',
  empty: 'No accounts match this search.',
  export: 'Export these accounts',
  profile: profileWords.en,
}

export const userWords = typeset({ fr, en })
