import type { ComponentChildren } from 'preact'
import { useAddress } from '../../ui/address.ts'
import type { Lang } from '../../ui/language.ts'
import { adminWords } from '../words.ts'

type FiltersProps = { lang: Lang; names: readonly string[]; children: ComponentChildren }

/** The filters of a list, kept in the address under these names, and a button that clears them all. */
export function Filters({ lang, names, children }: FiltersProps) {
  const words = adminWords[lang].filters
  const { params, change } = useAddress()
  const isFiltered = names.some(name => params.get(name))
  const clear = () => change(Object.fromEntries([...names, 'cursor'].map(name => [name, null])))
  return (
    <search aria-label={words.label} className="mb-6 block rounded-lg border border-line bg-mist/60 p-5 sm:p-6">
      <div className="flex flex-wrap items-start gap-x-5 gap-y-4">{children}</div>
      <button
        type="button"
        onClick={() => isFiltered && clear()}
        aria-disabled={!isFiltered || undefined}
        className="link mt-3 min-h-8 text-[0.9375rem] aria-disabled:text-soft aria-disabled:no-underline aria-disabled:cursor-default"
      >
        {words.clear}
      </button>
    </search>
  )
}

/** The choices of a filter. The first one applies no filter. */
export function withAll<Value extends string>(lang: Lang, names: Record<Value, string>) {
  const options = Object.entries<string>(names).map(([value, label]) => ({ value, label }))
  return [{ value: '', label: adminWords[lang].filters.all }, ...options]
}
