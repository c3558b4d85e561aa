import { PASSWORD_MIN_LENGTH } from '@tiptop/contract/password.ts'
import { useState } from 'preact/hooks'
import { request } from '../../api-client.ts'
import { Card } from '../../ui/card.tsx'
import { PasswordField } from '../../ui/forms/password-field.tsx'
import type { Lang } from '../../ui/language.ts'
import { Notice } from '../../ui/notice.tsx'
import { AccountForm } from '../form/account-form.tsx'
import { NewPasswordField } from '../form/new-password-field.tsx'
import { readingOf } from '../form/reading.ts'
import { useSubmission } from '../form/submission.ts'
import { accountWords } from '../words.ts'
import { passwordWords } from './words.ts'

type Faults = { missing?: boolean; wrong?: boolean; password?: boolean }
type Change = { present: string; password: string }

/** Changes the password by the present one. `onChanged`: the other sessions have ended. */
export function ChangePassword({ lang, onChanged }: { lang: Lang; onChanged(): void }) {
  const words = passwordWords[lang].change
  const { fields, faults: faultWords } = accountWords[lang]
  const [change, setChange] = useState<Change>({ present: '', password: '' })
  const [done, setDone] = useState(false)
  const { faults, ...submission } = useSubmission({
    read: () => {
      setDone(false)
      return readingOf<Change, Faults>(
        { missing: !change.present, password: change.password.length < PASSWORD_MIN_LENGTH },
        change,
      )
    },
    send: change => request<null>('POST', '/me/password', change),
    faultsIn: failure =>
      failure.kind === 'refused' && failure.code === 'invalid-credentials' ? { wrong: true } : null,
    onDone: () => {
      setChange({ present: '', password: '' })
      setDone(true)
      onChanged()
    },
  })
  const presentFault = faults.missing ? faultWords.password : faults.wrong ? words.presentWrong : undefined
  return (
    <Card title={words.title}>
      <AccountForm lang={lang} submission={submission} words={words} label={words.title} requiredNote={fields.required}>
        <PasswordField
          label={words.present}
          name="present"
          autoComplete="current-password"
          required
          showLabel={fields.show}
          hideLabel={fields.hide}
          value={change.present}
          onInput={event => setChange({ ...change, present: event.currentTarget.value })}
          error={submission.busy ? undefined : presentFault}
        />
        <NewPasswordField
          lang={lang}
          label={fields.newPassword}
          value={change.password}
          onChange={password => setChange({ ...change, password })}
          fault={faults.password}
        />
        {done && <Notice tone="good">{words.done}</Notice>}
      </AccountForm>
    </Card>
  )
}
