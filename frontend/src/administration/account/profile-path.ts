import { type Lang, pathIn } from '../../ui/language.ts'
import { idIn } from '../filters/query.ts'

/** Returns the path of an account's profile: `/admin/utilisateurs/12`. */
export function profilePath(lang: Lang, id: number): string {
  return pathIn(lang, `/admin/utilisateurs/${id}`)
}

/** Returns the id of the account whose profile has this path. */
export function profileIdIn(pathname: string): number | undefined {
  return idIn(/\/utilisateurs\/(\d+)$/.exec(pathname)?.[1] ?? null)
}
