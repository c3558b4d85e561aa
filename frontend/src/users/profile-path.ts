import { idIn } from '../administration/filters/query.ts'
import { type Lang, pathIn } from '../ui/language.ts'

/** The address of an account's profile: `/admin/utilisateurs/12`. */
export function profilePath(lang: Lang, id: number): string {
  return pathIn(lang, `/admin/utilisateurs/${id}`)
}

/** Whose profile stands at this address. */
export function profileIdIn(pathname: string): number | undefined {
  return idIn(/\/utilisateurs\/(\d+)$/.exec(pathname)?.[1] ?? null)
}
