import { NAME_MAX_LENGTH } from '@tiptop/contract/person-name.ts'
import type { AddedFactor } from '@tiptop/contract/second-factor.ts'
import { useState } from 'preact/hooks'
import { Field } from '../../../ui/forms/field.tsx'
import type { Lang } from '../../../ui/language.ts'
import { Notice } from '../../../ui/notice.tsx'
import { AccountForm } from '../../form/account-form.tsx'
import { readingOf } from '../../form/reading.ts'
import { useSubmission } from '../../form/submission.ts'
import { secondFactorApi } from '../second-factor-api.ts'
import { secondFactorWords } from '../words.ts'

type Props = { lang: Lang; onAdded(recoveryCodes: string[] | null): void }

/** Names a passkey, and has the browser make it. */
export function AddPasskey({ lang, onAdded }: Props) {
  const { setUp: words, faults: faultWords } = secondFactorWords[lang]
  const [name, setName] = useState('')
  const { faults, ...submission } = useSubmission<string, { name?: boolean; passkey?: boolean }, AddedFactor>({
    read: () => readingOf({ name: !name.trim() }, name.trim()),
    send: secondFactorApi.addPasskey,
    faultsIn: failure =>
      failure.kind === 'refused' && failure.code === 'second-factor-wrong' ? { passkey: true } : null,
    onDone: ({ recoveryCodes }) => {
      setName('')
      onAdded(recoveryCodes)
    },
  })
  return (
    <section className="grid gap-3">
      <h3 className="font-sans text-lg font-semibold">{words.passkeyTitle}</h3>
      <p className="leading-relaxed text-soft">{words.passkeyText}</p>
      <AccountForm
        lang={lang}
        submission={submission}
        words={{ submit: words.addPasskey, busy: words.addingPasskey }}
        label={words.passkeyTitle}
      >
        <Field
          label={words.name}
          name="passkey-name"
          required
          autoComplete="off"
          maxLength={NAME_MAX_LENGTH}
          hint={words.nameHint}
          value={name}
          onInput={event => setName(event.currentTarget.value)}
          error={faults.name ? faultWords.name : undefined}
        />
        {faults.passkey && !submission.busy && <Notice tone="error">{faultWords.passkey}</Notice>}
      </AccountForm>
    </section>
  )
}
