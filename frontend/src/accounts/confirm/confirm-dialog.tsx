import type { Profile } from '@tiptop/contract/accounts.ts'
import { useState } from 'preact/hooks'
import { providerUrl, request } from '../../api-client.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { PasswordField } from '../../ui/forms/password-field.tsx'
import type { Lang } from '../../ui/language.ts'
import { Modal } from '../../ui/modal.tsx'
import { AccountForm } from '../form/account-form.tsx'
import { readingOf } from '../form/reading.ts'
import { useSubmission } from '../form/submission.ts'
import { accountWords } from '../words.ts'
import { confirmWords } from './words.ts'

/** `onSettled`: whether the user has confirmed */
export type ConfirmDialogProps = { lang: Lang; profile: Profile; onSettled(isConfirmed: boolean): void }

/** Asks for the password again. A user who has none signs in again, and comes back to this page. */
export function ConfirmDialog({ lang, profile, onSettled }: ConfirmDialogProps) {
  const words = confirmWords[lang]
  return (
    <Modal title={words.title} closeLabel={words.cancel} onClose={() => onSettled(false)}>
      {profile.hasPassword ? (
        <PasswordAgain lang={lang} onConfirmed={() => onSettled(true)} />
      ) : (
        <>
          <p className="mt-3 mb-5 leading-relaxed">{words.again.lead}</p>
          <div className="grid gap-3">
            {profile.providers.map(provider => (
              <ButtonLink
                key={provider}
                href={providerUrl(provider, window.location.pathname + window.location.search)}
              >
                {words.again[provider]}
              </ButtonLink>
            ))}
          </div>
        </>
      )}
    </Modal>
  )
}

function PasswordAgain({ lang, onConfirmed }: { lang: Lang; onConfirmed(): void }) {
  const words = confirmWords[lang]
  const { fields } = accountWords[lang]
  const [password, setPassword] = useState('')
  const { faults, ...submission } = useSubmission({
    read: () => readingOf<string, { missing?: boolean; wrong?: boolean }>({ missing: !password }, password),
    send: password => request<null>('POST', '/auth/confirm', { password }),
    faultsIn: failure =>
      failure.kind === 'refused' && failure.code === 'invalid-credentials' ? { wrong: true } : null,
    onDone: onConfirmed,
  })
  const fault = faults.missing ? words.missing : faults.wrong ? words.wrong : undefined
  return (
    <>
      <p className="mt-3 mb-5 leading-relaxed">{words.lead}</p>
      <AccountForm lang={lang} submission={submission} words={words} label={words.title}>
        <PasswordField
          label={words.password}
          name="password"
          autoComplete="current-password"
          required
          showLabel={fields.show}
          hideLabel={fields.hide}
          value={password}
          onInput={event => setPassword(event.currentTarget.value)}
          error={submission.busy ? undefined : fault}
        />
      </AccountForm>
    </>
  )
}
