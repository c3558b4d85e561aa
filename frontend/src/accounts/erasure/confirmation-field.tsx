import type { Profile } from '@tiptop/contract/accounts.ts'
import type { TargetedInputEvent } from 'preact'
import { Field } from '../../ui/forms/field.tsx'
import { PasswordField } from '../../ui/forms/password-field.tsx'
import type { Lang } from '../../ui/language.ts'
import { accountWords } from '../words.ts'
import { erasureWords } from './words.ts'

type Props = {
  lang: Lang
  profile: Profile
  value: string
  onChange(value: string): void
  fault: 'missing' | 'wrong' | null
}

/** The field for what only the owner of the account knows and types on purpose. */
export function ConfirmationField({ lang, profile, value, onChange, fault }: Props) {
  const { dialog, faults } = erasureWords[lang]
  const { fields } = accountWords[lang]
  const shared = {
    name: 'confirmation',
    required: true,
    value,
    onInput: (event: TargetedInputEvent<HTMLInputElement>) => onChange(event.currentTarget.value),
  }
  if (profile.hasPassword)
    return (
      <PasswordField
        {...shared}
        label={dialog.password}
        autoComplete="current-password"
        showLabel={fields.show}
        hideLabel={fields.hide}
        error={fault ? faults[fault === 'wrong' ? 'passwordWrong' : 'passwordMissing'] : undefined}
      />
    )
  return (
    <Field
      {...shared}
      label={dialog.email(profile.email)}
      type="email"
      inputMode="email"
      autoComplete="off"
      autoCapitalize="none"
      spellcheck={false}
      error={fault ? faults[fault === 'wrong' ? 'emailWrong' : 'emailMissing'] : undefined}
    />
  )
}
