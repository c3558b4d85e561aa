import type { AuditEvent } from '@tiptop/contract/audit.ts'
import { type Lang, typeset, type Words } from '../ui/language.ts'

/** The names of an event's details. A detail without a name here keeps its own, so that nothing is hidden. */
const names: Words<Record<string, string>> = typeset({
  fr: {
    door: 'Par',
    way: 'Moyen',
    provider: 'Fournisseur',
    fields: 'Champs',
    reason: 'Motif',
    cause: 'Cause',
    shop: 'Boutique',
    shopId: 'Boutique n°',
    identityChecked: 'Pièce d’identité présentée',
    informationMatches: 'Informations conformes',
    from: 'De',
    to: 'À',
    role: 'Rôle',
    export: 'Rapport',
    format: 'Format',
    filter: 'Filtres',
    status: 'État',
    prize: 'Lot',
    player: 'Compte',
    search: 'Recherche',
    state: 'État',
    rows: 'Lignes',
    contest: 'Jeu',
    count: 'Nombre',
    digest: 'Empreinte',
    accounts: 'Comptes',
    minutes: 'Minutes',
    decision: 'Décision',
    question: 'Question',
    by: 'Décidé par',
    replayed: 'Base quittée',
    event: 'Événement n°',
    at: 'Noté',
    happened: 'Survenu',
  },
  en: {
    door: 'By',
    way: 'Means',
    provider: 'Provider',
    fields: 'Fields',
    reason: 'Reason',
    cause: 'Cause',
    shop: 'Shop',
    shopId: 'Shop no.',
    identityChecked: 'Identity card shown',
    informationMatches: 'Details match',
    from: 'From',
    to: 'To',
    role: 'Role',
    export: 'Report',
    format: 'Format',
    filter: 'Filters',
    status: 'Status',
    prize: 'Prize',
    player: 'Account',
    search: 'Search',
    state: 'State',
    rows: 'Rows',
    contest: 'Contest',
    count: 'Count',
    digest: 'Digest',
    accounts: 'Accounts',
    minutes: 'Minutes',
    decision: 'Decision',
    question: 'Question',
    by: 'Decided by',
    replayed: 'Former database',
    event: 'Event no.',
    at: 'Recorded',
    happened: 'Happened',
  },
})

/** Words for some values of details. */
const values: Words<Record<string, string>> = typeset({
  fr: {
    player: 'Joueur',
    employee: 'Employé',
    admin: 'Administrateur',
    password: 'mot de passe',
    google: 'Google',
    facebook: 'Facebook',
    'no-card': 'pas de pièce d’identité',
    'other-name': 'autre nom',
    'other-birth-date': 'autre date de naissance',
    'unreadable-card': 'pièce illisible ou périmée',
    other: 'autre',
    keep: 'garder tel quel',
    'ticket-unknown': 'ticket inconnu',
    'played-by-another': 'ticket joué par deux personnes',
    'handed-over-twice': 'lot remis deux fois',
    'not-played': 'lot remis sans participation',
    'shop-unknown': 'boutique inconnue',
    'account-unknown': 'compte inconnu',
    'address-taken': 'adresse prise depuis',
    'role-given': 'rôle donné',
    'role-changed-since': 'rôle changé depuis',
    'access-given': 'accès rendu',
    'last-admin': 'dernier administrateur',
  },
  en: {
    player: 'Player',
    employee: 'Employee',
    admin: 'Administrator',
    password: 'password',
    google: 'Google',
    facebook: 'Facebook',
    'no-card': 'no identity card',
    'other-name': 'another name',
    'other-birth-date': 'another date of birth',
    'unreadable-card': 'card unreadable or out of date',
    other: 'other',
    keep: 'keep as it is',
    'ticket-unknown': 'unknown ticket',
    'played-by-another': 'ticket played by two people',
    'handed-over-twice': 'prize handed over twice',
    'not-played': 'prize handed over without a play',
    'shop-unknown': 'unknown shop',
    'account-unknown': 'unknown account',
    'address-taken': 'address taken since',
    'role-given': 'role given',
    'role-changed-since': 'role changed since',
    'access-given': 'access given back',
    'last-admin': 'last administrator',
  },
})

/** French sets a space before a colon. */
const colon: Words<string> = typeset({ fr: ' : ', en: ': ' })

const yesNo: Words<Record<'true' | 'false', string>> = typeset({
  fr: { true: 'oui', false: 'non' },
  en: { true: 'yes', false: 'no' },
})

/** Returns the details of an event as names and texts, whatever they contain. */
export function detailsOf({ details }: Pick<AuditEvent, 'details'>, lang: Lang): { name: string; text: string }[] {
  return Object.entries(details ?? {}).map(([key, value]) => ({
    name: wordIn(names[lang], key),
    text: textOf(value, lang),
  }))
}

function textOf(value: unknown, lang: Lang): string {
  if (value === null || value === undefined || value === '') return '–'
  if (typeof value === 'boolean') return yesNo[lang][`${value}`]
  if (Array.isArray(value)) return value.map(each => textOf(each, lang)).join(', ') || '–'
  if (typeof value !== 'object') return wordIn(values[lang], String(value))
  return (
    Object.entries(value)
      .map(([key, each]) => wordIn(names[lang], key) + colon[lang] + textOf(each, lang))
      .join(', ') || '–'
  )
}

function wordIn(words: Record<string, string>, text: string): string {
  return Object.hasOwn(words, text) ? (words[text] as string) : text
}
