import { Field } from '../../ui/forms/field.tsx'
import type { Lang } from '../../ui/language.ts'
import { accountWords } from '../words.ts'

const parts = [
  { name: 'firstName', autoComplete: 'given-name' },
  { name: 'lastName', autoComplete: 'family-name' },
] as const

type Names = Record<(typeof parts)[number]['name'], string>

type Props = {
  lang: Lang
  value: Names
  onChange(changed: Partial<Names>): void
  faults: Partial<Record<keyof Names, boolean>>
}

export function NameFields({ lang, value, onChange, faults }: Props) {
  const words = accountWords[lang]
  return (
    <div className="grid gap-5 sm:grid-cols-2">
      {parts.map(({ name, autoComplete }) => (
        <Field
          key={name}
          label={words.fields[name]}
          name={name}
          autoComplete={autoComplete}
          maxLength={100}
          required
          value={value[name]}
          onInput={event => onChange({ [name]: event.currentTarget.value })}
          error={faults[name] ? words.faults[name] : undefined}
        />
      ))}
      <p className="-mt-3 text-sm text-soft sm:col-span-2">{words.fields.nameHint}</p>
    </div>
  )
}
