import type { ComponentChildren } from 'preact'
import { withAll } from '../administration/filters/filters.tsx'
import { SearchField } from '../administration/filters/search-field.tsx'
import { adminWords } from '../administration/words.ts'
import { PrizeSelect } from '../tickets/prize-select.tsx'
import { ticketFilterIn } from '../tickets/ticket-filter.ts'
import { ticketWords } from '../tickets/words.ts'
import { useAddress } from '../ui/address.ts'
import { Select } from '../ui/forms/select.tsx'
import type { Lang } from '../ui/language.ts'
import { Text } from '../ui/text.tsx'
import { userFilterIn } from '../users/user-filter.ts'
import { userWords } from '../users/words.ts'

const wide = 'max-sm:w-full'
const row = 'flex flex-wrap items-start gap-x-5 gap-y-4'

type TicketFiltersProps = { lang: Lang; withStatus?: boolean; note: string; children: ComponentChildren }

export function TicketFilters({ lang, withStatus = false, note, children }: TicketFiltersProps) {
  const words = ticketWords[lang]
  const { params, change } = useAddress()
  const { status, player } = ticketFilterIn(params)
  return (
    <>
      <div className={row}>
        {withStatus && (
          <Select
            label={words.status}
            className={`sm:min-w-44 ${wide}`}
            options={withAll(lang, words.statuses)}
            value={status ?? ''}
            onChange={status => change({ status }, 'replace')}
          />
        )}
        <PrizeSelect lang={lang} className={`sm:min-w-60 ${wide}`} />
        {children}
      </div>
      {withStatus && player && (
        <p className="mt-4 flex flex-wrap items-center gap-x-4 text-forest">
          <strong>
            <Text>{words.ofAccount(player)}</Text>
          </strong>
          <button type="button" className="link min-h-11" onClick={() => change({ player: null }, 'replace')}>
            {words.allPlayers}
          </button>
        </p>
      )}
      <p className="mt-4 text-[0.9375rem] text-soft">
        <Text>{note}</Text>
      </p>
    </>
  )
}

export function UserFilters({ lang }: { lang: Lang }) {
  const words = userWords[lang]
  const { params, change } = useAddress()
  const { search, role, state } = userFilterIn(params)
  return (
    <div className={row}>
      <SearchField
        label={words.search}
        hint={words.searchHint}
        className={`sm:min-w-64 flex-1 ${wide}`}
        value={search ?? ''}
        take={search => change({ search }, 'replace')}
      />
      <Select
        label={words.role}
        className={`sm:min-w-44 ${wide}`}
        options={withAll(lang, adminWords[lang].roles)}
        value={role ?? ''}
        onChange={role => change({ role }, 'replace')}
      />
      <Select
        label={words.state}
        className={`sm:min-w-36 ${wide}`}
        options={withAll(lang, words.states)}
        value={state ?? ''}
        onChange={state => change({ state }, 'replace')}
      />
    </div>
  )
}
