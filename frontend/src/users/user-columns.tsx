import { formatDay } from '@tiptop/contract/moments.ts'
import type { UserItem, UserState } from '@tiptop/contract/users.ts'
import { useSession } from '../accounts/session/session.ts'
import { profilePath } from '../administration/account/profile-path.ts'
import { adminWords } from '../administration/words.ts'
import { Badge, type Tone } from '../ui/badge.tsx'
import type { Column } from '../ui/data-table.tsx'
import { formatCount } from '../ui/dates.ts'
import type { Lang } from '../ui/language.ts'
import { Text } from '../ui/text.tsx'
import { userWords } from './words.ts'

export const stateTones: Record<UserState, Tone> = { active: 'good', disabled: 'bad', erased: 'plain' }

/** The columns of the list of users. A click anywhere in a row opens the profile. */
export function useUserColumns(lang: Lang): Column<UserItem>[] {
  const words = userWords[lang]
  const { state } = useSession()
  const self = state.name === 'signed-in' ? state.profile.id : null
  return [
    {
      name: 'name',
      header: words.name,
      onPhone: 'title',
      cell: ({ id, firstName, lastName, email }) => (
        <>
          <a href={profilePath(lang, id)} className="link wrap-anywhere after:absolute after:inset-0">
            {firstName || lastName ? (
              <bdi>
                {firstName} <strong>{lastName}</strong>
              </bdi>
            ) : (
              <em>{words.nameless}</em>
            )}
          </a>
          {id === self && <span className="text-soft"> ({words.self})</span>}
          <span className="mt-0.5 block text-sm break-all lg:min-w-36 text-soft">{email}</span>
        </>
      ),
    },
    {
      name: 'role',
      header: words.role,
      cell: ({ role, shop }) => (
        <>
          <Text>{adminWords[lang].roles[role]}</Text>
          {shop && <span className="block text-sm text-soft">{shop.name}</span>}
        </>
      ),
    },
    {
      name: 'state',
      header: words.state,
      onPhone: 'corner',
      cell: ({ state }) => <Badge tone={stateTones[state]}>{words.states[state]}</Badge>,
    },
    {
      name: 'createdAt',
      header: words.createdAt,
      cell: ({ createdAt }) => <span className="lg:whitespace-nowrap">{formatDay(createdAt, lang)}</span>,
    },
    { name: 'plays', header: words.plays, numeric: true, cell: ({ plays }) => formatCount(plays, lang) },
  ]
}
