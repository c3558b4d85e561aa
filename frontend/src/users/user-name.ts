import type { UserItem } from '@tiptop/contract/users.ts'
import { shownName } from '../administration/account/shown-name.ts'
import type { Lang } from '../ui/language.ts'

/** Returns the full name of a user, or that there is none: a user from a provider may not have given one yet. */
export function userName({ firstName, lastName }: Pick<UserItem, 'firstName' | 'lastName'>, lang: Lang): string {
  return shownName(`${firstName} ${lastName}`, lang)
}
