import { Field } from '../../ui/forms/field.tsx'
import type { Lang } from '../../ui/language.ts'
import { accountWords } from '../words.ts'

type Props = {
  lang: Lang
  /** `username`: the address of an account that exists, for password managers */
  autoComplete: 'email' | 'username'
  value: string
  onChange(value: string): void
  fault: boolean | undefined
}

export function EmailField({ lang, autoComplete, value, onChange, fault }: Props) {
  const { fields, faults } = accountWords[lang]
  return (
    <Field
      label={fields.email}
      type="email"
      required
      name="email"
      autoComplete={autoComplete}
      inputMode="email"
      autoCapitalize="none"
      spellcheck={false}
      value={value}
      onInput={event => onChange(event.currentTarget.value)}
      error={fault ? faults.email : undefined}
    />
  )
}
