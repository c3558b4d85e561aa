/** The languages of the site. The first one has no prefix in addresses. */
export const languages = ['fr', 'en'] as const
export type Lang = (typeof languages)[number]

/** The words of a feature in every language of the site. English must have every word that French has. */
export type Words<French> = Record<Lang, French>

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
