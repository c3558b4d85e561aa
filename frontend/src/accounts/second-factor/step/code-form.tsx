import type { Profile } from '@tiptop/contract/accounts.ts'
import { useState } from 'preact/hooks'
import { Field } from '../../../ui/forms/field.tsx'
import type { Lang } from '../../../ui/language.ts'
import { AccountForm } from '../../form/account-form.tsx'
import { readingOf } from '../../form/reading.ts'
import { useSubmission } from '../../form/submission.ts'
import { secondFactorApi } from '../second-factor-api.ts'
import { secondFactorWords } from '../words.ts'

type Props = { lang: Lang; way: 'app' | 'recovery-code'; onPassed(profile: Profile): void }

/** Takes a code of the app, or a recovery code. */
export function CodeForm({ lang, way, onPassed }: Props) {
  const { step: words, faults: faultWords } = secondFactorWords[lang]
  const isApp = way === 'app'
  const [code, setCode] = useState('')
  const { faults, ...submission } = useSubmission({
    read: () => readingOf<string, { missing?: boolean; wrong?: boolean }>({ missing: !code.trim() }, code.trim()),
    send: isApp ? secondFactorApi.appStep : secondFactorApi.recoveryStep,
    faultsIn: failure =>
      failure.kind === 'refused' && failure.code === 'second-factor-wrong' ? { wrong: true } : null,
    onDone: onPassed,
  })
  const wrong = isApp ? faultWords.wrongApp : faultWords.wrongRecovery
  const fault = faults.missing ? faultWords.missing : faults.wrong ? wrong : undefined
  return (
    <AccountForm lang={lang} submission={submission} words={words} label={isApp ? words.app : words.recovery}>
      <p className="leading-relaxed">{isApp ? words.appLead : words.recoveryLead}</p>
      <Field
        label={isApp ? words.app : words.recovery}
        name="code"
        required
        autoComplete={isApp ? 'one-time-code' : 'off'}
        inputMode={isApp ? 'numeric' : 'text'}
        autoCapitalize={isApp ? 'none' : 'characters'}
        spellcheck={false}
        maxLength={40}
        value={code}
        onInput={event => setCode(event.currentTarget.value)}
        error={submission.busy ? undefined : fault}
      />
    </AccountForm>
  )
}
