import type { TicketFilter } from '@tiptop/contract/tickets.ts'
import { adminApi } from '../administration/admin-api.ts'
import { Filters, withAll } from '../administration/filters/filters.tsx'
import { PeriodFilter } from '../administration/filters/period-filter.tsx'
import { queryOf } from '../administration/filters/query.ts'
import { forAdministrators } from '../administration/frame/for-role.tsx'
import { List } from '../administration/list.tsx'
import { useList } from '../administration/use-list.ts'
import { useLoaded } from '../administration/use-loaded.ts'
import { useAddress } from '../ui/address.ts'
import { ButtonLink } from '../ui/button.tsx'
import { DataTable } from '../ui/data-table.tsx'
import { formatCount } from '../ui/dates.ts'
import { Select } from '../ui/forms/select.tsx'
import { type Lang, pathIn } from '../ui/language.ts'
import { Text } from '../ui/text.tsx'
import { countTickets } from './count-tickets.ts'
import { PrizeSelect } from './prize-select.tsx'
import { ticketColumns } from './ticket-columns.tsx'
import { ticketFilterIn } from './ticket-filter.ts'
import { ticketWords } from './words.ts'

/** Nodes P to U of diagram 1.3: the tickets, filtered by status, period and prize, all kept in the address. */
export const Tickets = forAdministrators(TicketList)

function TicketList({ lang }: { lang: Lang }) {
  const words = ticketWords[lang]
  const { params, change } = useAddress()
  const filter = ticketFilterIn(params)
  const list = useList(adminApi.tickets, filter)
  const exportUrl = `${pathIn(lang, '/admin/exports')}${queryOf({ report: 'tickets', ...filter })}`
  return (
    <>
      <Filters lang={lang} names={['status', 'prize', 'from', 'to', 'player']}>
        <Select
          label={words.status}
          className="sm:min-w-44 max-sm:w-full"
          options={withAll(lang, words.statuses)}
          value={filter.status ?? ''}
          onChange={status => change({ status, cursor: null })}
        />
        <PrizeSelect lang={lang} className="sm:min-w-60 max-sm:w-full" />
        <PeriodFilter lang={lang} />
      </Filters>
      {filter.player && <OfPlayer lang={lang} id={filter.player} name={list.value?.items[0]?.player?.name} />}
      <div className="mb-4 flex min-h-12 flex-wrap items-center justify-between gap-3">
        <Total lang={lang} filter={filter} />
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
        {rows => <DataTable caption={words.table} columns={ticketColumns(lang)} rows={rows} rowKey={({ id }) => id} />}
      </List>
    </>
  )
}

function Total({ lang, filter }: { lang: Lang; filter: TicketFilter }) {
  const words = ticketWords[lang]
  const query = queryOf({ from: filter.from, to: filter.to })
  const { value } = useLoaded(query, signal => adminApi.statistics(query, signal))
  const count = value && countTickets(value, filter)
  return (
    <p className="text-soft">
      <Text>{count !== null && words.total(count, formatCount(count, lang))}</Text>
    </p>
  )
}

function OfPlayer({ lang, id, name }: { lang: Lang; id: number; name: string | undefined }) {
  const words = ticketWords[lang]
  const { change } = useAddress()
  return (
    <p className="mb-4 flex flex-wrap items-center gap-x-4 text-forest">
      <strong>
        <Text>{name ? words.ofPlayer(name) : words.ofAccount(id)}</Text>
      </strong>
      <button type="button" className="link min-h-11" onClick={() => change({ player: null, cursor: null })}>
        {words.allPlayers}
      </button>
    </p>
  )
}
