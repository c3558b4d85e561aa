import { typeset } from '../../ui/language.ts'
import type { sitePages } from './site-pages.ts'

type MapWords = { title: string; lead: string; subjects: Record<keyof typeof sitePages, string> }

const fr: MapWords = {
  title: 'Plan du site',
  lead: 'Toutes les pages, par sujet.',
  subjects: {
    contest: 'Le jeu',
    account: 'Votre compte',
    site: 'Le site',
    staff: 'Réservé à l’équipe',
  },
}

const en: MapWords = {
  title: 'Site map',
  lead: 'Every page, by subject.',
  subjects: {
    contest: 'The contest',
    account: 'Your account',
    site: 'The site',
    staff: 'Staff only',
  },
}

export const mapWords = typeset({ fr, en })
