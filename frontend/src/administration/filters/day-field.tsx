import { useId, useRef, useState } from 'preact/hooks'
import type { Lang } from '../../ui/language.ts'
import { usePause } from '../../ui/use-pause.ts'
import { adminWords } from '../words.ts'
import { readDay, writeDay } from './period.ts'

type DayFieldProps = {
  lang: Lang
  label: string
  /** `2026-11-28`, or none */
  value: string | undefined
  take(day: string | undefined): void
  /** of a sentence that says what is wrong with this day, if something is */
  errorId: string | undefined
  /** called when the user leaves the field: whether what it holds is no day */
  onLeave(isUnreadable: boolean): void
}

/**
 * A day, day first in both languages of the site: a browser's own date field follows the language of the browser. Its
 * calendar opens by the button.
 */
export function DayField({ lang, label, value = '', take, errorId, onLeave }: DayFieldProps) {
  const words = adminWords[lang].period
  const id = useId()
  const calendar = useRef<HTMLInputElement>(null)
  const [isLeft, setLeft] = useState(false)
  const { typed, type, now } = usePause(writeDay(value), text => {
    const day = readDay(text)
    if (day !== null) take(day || undefined)
  })
  const isWrong = Boolean(errorId) || (isLeft && readDay(typed) === null)

  function leave() {
    setLeft(true)
    onLeave(readDay(typed) === null)
    now()
  }
  return (
    <div className="flex items-center gap-2">
      <label htmlFor={id} className="text-[0.9375rem] text-soft">
        {label}
      </label>
      <div className="relative">
        <input
          id={id}
          inputMode="numeric"
          autoComplete="off"
          placeholder={words.form}
          value={typed}
          onInput={event => {
            setLeft(false)
            type(event.currentTarget.value)
          }}
          onBlur={leave}
          onKeyDown={event => event.key === 'Enter' && leave()}
          aria-invalid={isWrong || undefined}
          aria-describedby={errorId}
          className={`min-h-12 w-41 rounded-lg border bg-paper pr-11 pl-3 text-base text-ink tabular-nums placeholder:text-hint hover:border-leaf ${isWrong ? 'border-brick' : 'border-edge'}`}
        />
        <input
          ref={calendar}
          type="date"
          tabIndex={-1}
          aria-hidden="true"
          min="2020-01-01"
          max="2999-12-31"
          value={value}
          onChange={event => take(event.currentTarget.value || undefined)}
          className="pointer-events-none absolute inset-x-0 bottom-0 h-full w-full opacity-0"
        />
        <button
          type="button"
          aria-label={words.calendar(label)}
          onClick={() => calendar.current?.showPicker()}
          className="absolute top-1/2 right-0.5 grid size-11 -translate-y-1/2 place-items-center text-leaf hover:text-forest-deep"
        >
          <svg
            viewBox="0 0 20 20"
            className="size-5"
            fill="none"
            stroke="currentColor"
            stroke-width="1.5"
            stroke-linejoin="round"
            aria-hidden="true"
          >
            <path d="M3 4.500h14v12.500H3zM3 8.500h14M6.500 2.500v3.500M13.500 2.500v3.500" />
          </svg>
        </button>
      </div>
    </div>
  )
}
