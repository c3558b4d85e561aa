import { withAll } from '../administration/filters/filters.tsx'
import { useLoaded } from '../administration/use-loaded.ts'
import { api } from '../api-client.ts'
import { useAddress } from '../ui/address.ts'
import { Select } from '../ui/forms/select.tsx'
import type { Lang } from '../ui/language.ts'
import { ticketFilterIn } from './ticket-filter.ts'
import { ticketWords } from './words.ts'

/** A choice of one prize or all. The prize in the address can be chosen even before the contest is loaded. */
export function PrizeSelect({ lang, className }: { lang: Lang; className: string }) {
  const { params, change } = useAddress()
  const chosen = ticketFilterIn(params).prize ?? ''
  const { value } = useLoaded('contest', api.contest)
  const names = Object.fromEntries(value?.prizes.map(({ slug, name }) => [slug, name[lang]]) ?? [])
  const known = !chosen || names[chosen] ? names : { ...names, [chosen]: chosen }
  return (
    <Select
      label={ticketWords[lang].prize}
      className={className}
      options={withAll(lang, known)}
      value={chosen}
      onChange={prize => change({ prize, cursor: null })}
    />
  )
}
