import { adminApi } from '../administration/admin-api.ts'
import { Filters, withAll } from '../administration/filters/filters.tsx'
import { queryOf } from '../administration/filters/query.ts'
import { SearchField } from '../administration/filters/search-field.tsx'
import { forAdministrators } from '../administration/frame/for-role.tsx'
import { List } from '../administration/list.tsx'
import { useList } from '../administration/use-list.ts'
import { adminWords } from '../administration/words.ts'
import { useAddress } from '../ui/address.ts'
import { ButtonLink } from '../ui/button.tsx'
import { DataTable } from '../ui/data-table.tsx'
import { Select } from '../ui/forms/select.tsx'
import { type Lang, pathIn } from '../ui/language.ts'
import { useUserColumns } from './user-columns.tsx'
import { userFilterIn, userSortIn } from './user-filter.ts'
import { userWords } from './words.ts'

/** Nodes K to M of diagram 1.3: the accounts, found by name or e-mail address, each linked to its profile. */
export const Users = forAdministrators(UserList)

function UserList({ lang }: { lang: Lang }) {
  const words = userWords[lang]
  const { params, change } = useAddress()
  const filter = userFilterIn(params)
  const sort = userSortIn(params)
  const list = useList(adminApi.users, { ...filter, sort })
  const columns = useUserColumns(lang)
  const exportUrl = `${pathIn(lang, '/admin/exports')}${queryOf({ report: 'users', ...filter })}`
  return (
    <>
      <Filters lang={lang} names={['search', 'role', 'state', 'sort']}>
        <SearchField
          label={words.search}
          hint={words.searchHint}
          className="sm:min-w-64 flex-1 max-sm:w-full"
          value={filter.search ?? ''}
          take={search => change({ search, cursor: null }, 'replace')}
        />
        <Select
          label={words.role}
          className="sm:min-w-44 max-sm:w-full"
          options={withAll(lang, adminWords[lang].roles)}
          value={filter.role ?? ''}
          onChange={role => change({ role, cursor: null })}
        />
        <Select
          label={words.state}
          className="sm:min-w-36 max-sm:w-full"
          options={withAll(lang, words.states)}
          value={filter.state ?? ''}
          onChange={state => change({ state, cursor: null })}
        />
        <Select
          label={words.sort}
          className="sm:min-w-60 max-sm:w-full"
          options={Object.entries(words.sorts).map(([value, label]) => ({ value, label }))}
          value={sort}
          onChange={sort => change({ sort: sort === 'newest' ? null : sort, cursor: null })}
        />
      </Filters>
      <div className="mb-4 flex justify-end">
        <ButtonLink look="quiet" href={exportUrl}>
          {words.export}
        </ButtonLink>
      </div>
      <List
        lang={lang}
        label={words.table}
        list={list}
        count={words.shown}
        empty={{ title: words.emptyTitle, text: words.empty }}
      >
        {rows => <DataTable caption={words.table} columns={columns} rows={rows} rowKey={({ id }) => id} />}
      </List>
    </>
  )
}
