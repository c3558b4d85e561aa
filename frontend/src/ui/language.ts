/** The languages of the site, the first one without a prefix in addresses. */
export const languages = ['fr', 'en'] as const
export type Lang = (typeof languages)[number]

/** Words of a feature in every language of the site: what French says, English must say too. */
export type Words<French> = Record<Lang, French>

export function isLang(text: string): text is Lang {
  return (languages as readonly string[]).includes(text)
}

/** The address of a page in a language: `/jeu`, `/en/jeu`. */
export function pathIn(lang: Lang, path: string): string {
  if (lang === 'fr') return path
  return path === '/' ? '/en' : `/en${path}`
}

/** The same page in another language, for the path of an address bar. */
export function translatePath(pathname: string, lang: Lang): string {
  const bare = pathname.replace(/^\/(fr|en)(?=\/|$)/, '') || '/'
  return pathIn(lang, bare)
}
