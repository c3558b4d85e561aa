import { typesetFrench } from '@tiptop/contract/french-typography.ts'

/** The languages of the site. The first one has no prefix in addresses. */
export const languages = ['fr', 'en'] as const
export type Lang = (typeof languages)[number]

/**
 * The words of a feature in every language of the site, French with its no-break spaces: only {@link typeset} makes
 * them. English must have every word that French has.
 */
export type Words<French> = Record<Lang, French> & { [typesetMark]: true }

declare const typesetMark: unique symbol

/** Makes the words of a feature: texts, and lists, objects and functions of texts. */
export function typeset<French>({ fr, en }: Record<Lang, French>): Words<French> {
  return { fr: typesetFrench(fr), en } as Words<French>
}

export function isLang(text: string): text is Lang {
  return (languages as readonly string[]).includes(text)
}

/** Returns the path of a page in a language: `/jeu`, `/en/jeu`. */
export function pathIn(lang: Lang, path: string): string {
  if (lang === 'fr') return path
  return path === '/' ? '/en' : `/en${path}`
}

/** Returns the path of the same page in another language. */
export function translatePath(pathname: string, lang: Lang): string {
  const bare = pathname.replace(/^\/(fr|en)(?=\/|$)/, '') || '/'
  return pathIn(lang, bare)
}

/** Stands between two short facts. A line that breaks there begins with the dot. */
export const DOT = ' ·\u00a0'
