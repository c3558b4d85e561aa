import type { DayPeriod } from '@tiptop/contract/period.ts'
import { useEffect, useId, useState } from 'preact/hooks'
import { serverNow } from '../../server-time.ts'
import { addressNow, useAddress } from '../../ui/address.ts'
import { FieldError } from '../../ui/forms/field.tsx'
import type { Lang } from '../../ui/language.ts'
import { adminWords } from '../words.ts'
import { DayField } from './day-field.tsx'
import { periodIn, presetOf, presetPeriod } from './period.ts'

const presets = ['today', 'week', 'month', 'all'] as const

/** The days in the address (`from`, `to`): typed, or a preset that ends today. */
export function PeriodFilter({ lang }: { lang: Lang }) {
  const words = adminWords[lang].period
  const { params, change } = useAddress()
  const period = periodIn(params)
  /** A period that ends before it begins stays in the fields until one of its days changes. */
  const [backwards, setBackwards] = useState<DayPeriod | null>(null)
  /** The field that was left with something that is no day. */
  const [unreadable, setUnreadable] = useState<keyof DayPeriod | null>(null)
  const errorId = useId()
  const known = presetOf(period, new Date(serverNow()))
  const shown = backwards ?? period

  // biome-ignore lint/correctness/useExhaustiveDependencies: any other change of the address replaces what was typed
  useEffect(() => setBackwards(null), [period.from, period.to])

  function take(changed: DayPeriod) {
    const wanted = { ...periodIn(addressNow()), ...backwards, ...changed }
    const { from, to } = wanted
    const isBackwards = Boolean(from && to && to < from)
    setBackwards(isBackwards ? wanted : null)
    if (!isBackwards) change({ from, to, cursor: null })
  }
  const day = (name: keyof DayPeriod) => ({
    errorId: backwards || unreadable === name ? errorId : undefined,
    onLeave: (isUnreadable: boolean) => setUnreadable(isUnreadable ? name : null),
  })
  function choose(preset: (typeof presets)[number]) {
    setBackwards(null)
    const { from, to } = presetPeriod(preset, new Date(serverNow()))
    change({ from, to, cursor: null })
  }
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 font-semibold text-forest">{words.label}</legend>
      <div className="flex flex-wrap items-center gap-x-5 gap-y-3">
        <div className="flex flex-wrap rounded-[1.75rem] border border-line bg-paper p-1 max-sm:w-full sm:gap-1">
          {presets.map(preset => (
            <button
              key={preset}
              type="button"
              aria-pressed={known === preset}
              onClick={() => choose(preset)}
              className="min-h-10 rounded-full px-1.5 text-sm font-medium whitespace-nowrap max-sm:flex-auto sm:px-3.5 sm:text-[0.9375rem] text-forest transition-colors hover:bg-mist aria-pressed:bg-forest aria-pressed:text-cream aria-pressed:forced-color-adjust-none forced-colors:aria-pressed:bg-[Highlight] forced-colors:aria-pressed:text-[HighlightText]"
            >
              {words.presets[preset]}
            </button>
          ))}
        </div>
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <DayField lang={lang} label={words.from} value={shown.from} take={from => take({ from })} {...day('from')} />
          <DayField lang={lang} label={words.to} value={shown.to} take={to => take({ to })} {...day('to')} />
        </div>
      </div>
      <div role="alert">
        <FieldError id={errorId} text={backwards ? words.backwards : unreadable ? words.unreadable : undefined} />
      </div>
    </fieldset>
  )
}
