import { PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH } from '@tiptop/contract/password.ts'
import { PasswordField } from '../../ui/forms/password-field.tsx'
import type { Lang } from '../../ui/language.ts'
import { accountWords } from '../words.ts'

type Props = { lang: Lang; label: string; value: string; onChange(value: string): void; fault: boolean | undefined }

export function NewPasswordField({ lang, label, value, onChange, fault }: Props) {
  const { fields, faults } = accountWords[lang]
  return (
    <PasswordField
      label={label}
      name="password"
      autoComplete="new-password"
      required
      maxLength={PASSWORD_MAX_LENGTH}
      hint={fields.passwordHint(PASSWORD_MIN_LENGTH)}
      showLabel={fields.show}
      hideLabel={fields.hide}
      value={value}
      onInput={event => onChange(event.currentTarget.value)}
      error={fault ? faults.passwordShort(PASSWORD_MIN_LENGTH) : undefined}
    />
  )
}
