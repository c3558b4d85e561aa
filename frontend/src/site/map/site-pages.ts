import type { PageName } from '../page-titles.ts'

type SitePage = { page: PageName; path: string; isPrivate?: true }

/**
 * Every page that people may look for, by subject, with its address in French. The page « Plan du site » and the sitemap
 * of search engines are made from it. A page is private that shows what concerns one person, or the staff alone.
 */
export const sitePages = {
  contest: [
    { page: 'home', path: '/' },
    { page: 'game', path: '/jeu' },
    { page: 'mine', path: '/mes-gains', isPrivate: true },
    { page: 'rules', path: '/reglement' },
    { page: 'proof', path: '/preuve' },
    { page: 'grandPrize', path: '/grand-lot' },
  ],
  account: [
    { page: 'register', path: '/inscription' },
    { page: 'signIn', path: '/connexion' },
    { page: 'account', path: '/compte', isPrivate: true },
    { page: 'forgotten', path: '/mot-de-passe-oublie', isPrivate: true },
  ],
  site: [
    { page: 'notice', path: '/mentions-legales' },
    { page: 'privacy', path: '/confidentialite' },
    { page: 'cookies', path: '/cookies' },
    { page: 'accessibility', path: '/accessibilite' },
    { page: 'siteMap', path: '/plan-du-site' },
  ],
  staff: [
    { page: 'counter', path: '/employe', isPrivate: true },
    { page: 'dashboard', path: '/admin', isPrivate: true },
    { page: 'users', path: '/admin/utilisateurs', isPrivate: true },
    { page: 'tickets', path: '/admin/tickets', isPrivate: true },
    { page: 'exports', path: '/admin/exports', isPrivate: true },
    { page: 'audit', path: '/admin/journal', isPrivate: true },
    { page: 'draw', path: '/admin/tirage', isPrivate: true },
    { page: 'bailiff', path: '/commissaire', isPrivate: true },
  ],
} as const satisfies Record<string, readonly SitePage[]>

export const subjects = Object.keys(sitePages) as (keyof typeof sitePages)[]

/** The pages that search engines may show. */
export const indexedPages: readonly SitePage[] = subjects
  .flatMap((subject): readonly SitePage[] => sitePages[subject])
  .filter(({ isPrivate }) => !isPrivate)
