import { useContext, useId } from 'preact/hooks'
import { FieldError, isInvalid } from '../../ui/forms/field.tsx'
import { RequiredNote } from '../../ui/forms/required-note.ts'
import type { Lang } from '../../ui/language.ts'
import { accountWords } from '../words.ts'
import type { BirthDateFault, BirthDateParts } from './birth-date.ts'

type Props = {
  lang: Lang
  value: BirthDateParts
  onChange(value: BirthDateParts): void
  fault: BirthDateFault | undefined
}

const parts = [
  { name: 'day', length: 2, autoComplete: 'bday-day' },
  { name: 'month', length: 2, autoComplete: 'bday-month' },
  { name: 'year', length: 4, autoComplete: 'bday-year' },
] as const

/** Day, month and year in three fields: faster on a phone than a calendar that opens at today's date. */
export function BirthDateField({ lang, value, onChange, fault }: Props) {
  const { fields: words, faults } = accountWords[lang]
  const error = fault && faults.birthDate[fault]
  const id = useId()
  const note = useContext(RequiredNote)
  const described = [note, error && `${id}-error`].filter(Boolean).join(' ')
  return (
    <fieldset aria-describedby={`${id}-hint${error ? ` ${id}-error` : ''}`}>
      <legend className="mb-1.5 font-semibold text-forest">{words.birthDate}</legend>
      <div className="grid grid-cols-[1fr_1fr_1.5fr] gap-3">
        {parts.map(({ name, length, autoComplete }) => (
          <div key={name}>
            <label htmlFor={`${id}-${name}`} className="mb-1 block text-sm text-soft">
              {words[name]}
            </label>
            <input
              id={`${id}-${name}`}
              inputMode="numeric"
              autoComplete={autoComplete}
              maxLength={length}
              required
              value={value[name]}
              onInput={event => onChange({ ...value, [name]: event.currentTarget.value })}
              aria-invalid={isInvalid(error)}
              aria-describedby={described || undefined}
              className={`min-h-12 w-full rounded-lg border bg-paper px-4 py-2.5 tabular-nums ${error ? 'border-brick' : 'border-edge hover:border-leaf'}`}
            />
          </div>
        ))}
      </div>
      <p id={`${id}-hint`} className="mt-1.5 text-sm text-soft">
        {words.birthDateHint}
      </p>
      <FieldError id={`${id}-error`} text={error} />
    </fieldset>
  )
}
