import { type Lang, typeset } from '../ui/language.ts'

/**
 * Facts that only the publisher of the site knows, filled in here once, before the site goes online. A fact that is
 * still null shows as "à compléter" on the legal pages, and each build warns about it.
 */
export const publisher: Publisher = {
  companyName: null,
  legalForm: null,
  capital: null,
  headOffice: null,
  registration: null,
  vatNumber: null,
  phone: null,
  email: null,
  publicationDirector: null,
  hostName: null,
  hostAddress: null,
  hostPhone: null,
  privacyContact: null,
  accountRetention: null,
  mediator: null,
  accessibilityPlan: null,
}

export type PublisherFact = keyof typeof factNames.fr
/** Each fact has one text for both languages, or one for each. */
type Publisher = Record<PublisherFact, string | Record<Lang, string> | null>

const fr = {
  companyName: 'Raison sociale',
  legalForm: 'Forme juridique',
  capital: 'Capital social',
  headOffice: 'Siège social',
  registration: 'Immatriculation au RCS',
  vatNumber: 'TVA intracommunautaire',
  phone: 'Téléphone',
  email: 'E-mail',
  publicationDirector: 'Directeur de la publication',
  hostName: 'Hébergeur',
  hostAddress: 'Adresse de l’hébergeur',
  hostPhone: 'Téléphone de l’hébergeur',
  privacyContact: 'Contact pour vos données',
  accountRetention: 'Durée de conservation des comptes',
  mediator: 'Médiateur de la consommation',
  accessibilityPlan: 'Schéma pluriannuel d’accessibilité',
}

const en: typeof fr = {
  companyName: 'Company name',
  legalForm: 'Legal form',
  capital: 'Share capital',
  headOffice: 'Registered office',
  registration: 'Trade register (RCS)',
  vatNumber: 'VAT number',
  phone: 'Telephone',
  email: 'E-mail',
  publicationDirector: 'Publication director',
  hostName: 'Host',
  hostAddress: 'Address of the host',
  hostPhone: 'Telephone of the host',
  privacyContact: 'Contact about your data',
  accountRetention: 'How long accounts are kept',
  mediator: 'Consumer mediator',
  accessibilityPlan: 'Multi-year accessibility plan',
}

export const factNames = typeset({ fr, en })

/** Returns the names, in French, of the facts that are not filled in yet. */
export function missingFacts(told: Publisher = publisher): string[] {
  return (Object.keys(fr) as PublisherFact[]).filter(fact => told[fact] === null).map(fact => fr[fact])
}
