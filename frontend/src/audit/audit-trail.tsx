import type { AuditEvent } from '@tiptop/contract/audit.ts'
import { adminApi } from '../administration/admin-api.ts'
import { Filters } from '../administration/filters/filters.tsx'
import { PeriodFilter } from '../administration/filters/period-filter.tsx'
import { forAdministrators } from '../administration/frame/for-role.tsx'
import { List } from '../administration/list.tsx'
import { useList } from '../administration/use-list.ts'
import { useAddress } from '../ui/address.ts'
import { Select } from '../ui/forms/select.tsx'
import type { Lang } from '../ui/language.ts'
import { Text } from '../ui/text.tsx'
import { auditFilterIn } from './audit-filter.ts'
import { EventList } from './event-list.tsx'
import { auditWords } from './words.ts'

/** The audit trail, the newest event first, filtered by kind, period and user. */
export const AuditTrail = forAdministrators(Events)

function Events({ lang }: { lang: Lang }) {
  const words = auditWords[lang]
  const { params, change } = useAddress()
  const filter = auditFilterIn(params)
  const list = useList(adminApi.audit, filter, 30)
  const kinds = Object.entries(words.kinds).map(([value, label]) => ({ value, label }))
  return (
    <>
      <Filters lang={lang} names={['kind', 'from', 'to', 'user']}>
        <Select
          label={words.kind}
          className="sm:min-w-64 max-sm:w-full"
          options={[{ value: '', label: words.allKinds }, ...kinds]}
          value={filter.kind ?? ''}
          onChange={kind => change({ kind, cursor: null })}
        />
        <PeriodFilter lang={lang} />
      </Filters>
      {filter.user && <OfPerson lang={lang} id={filter.user} events={list.value?.items ?? []} />}
      <List lang={lang} label={words.table} list={list} count={words.shown} empty={words.empty}>
        {rows => <EventList lang={lang} events={rows} />}
      </List>
    </>
  )
}

function OfPerson({ lang, id, events }: { lang: Lang; id: number; events: AuditEvent[] }) {
  const words = auditWords[lang]
  const { change } = useAddress()
  const person = events.flatMap(({ actor, subject }) => [actor, subject]).find(person => person?.id === id)
  return (
    <p className="mb-4 flex flex-wrap items-center gap-x-4 text-forest">
      <strong>
        <Text>{person ? words.ofPerson(person.name) : words.ofAccount(id)}</Text>
      </strong>
      <button type="button" className="link min-h-11" onClick={() => change({ user: null, cursor: null })}>
        {words.everyone}
      </button>
    </p>
  )
}
