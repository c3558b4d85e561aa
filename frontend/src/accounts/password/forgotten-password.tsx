import { isEmailAddress } from '@tiptop/contract/email-address.ts'
import { useState } from 'preact/hooks'
import { api } from '../../api-client.ts'
import { withErrorBoundary } from '../../error-boundary.tsx'
import { type Lang, pathIn } from '../../ui/language.ts'
import { Notice } from '../../ui/notice.tsx'
import { AccountForm } from '../form/account-form.tsx'
import { EmailField } from '../form/email-field.tsx'
import { readingOf } from '../form/reading.ts'
import { useSubmission } from '../form/submission.ts'
import { passwordWords } from './words.ts'

export const ForgottenPassword = withErrorBoundary(ForgottenPasswordForm)

function ForgottenPasswordForm({ lang }: { lang: Lang }) {
  const words = passwordWords[lang].forgotten
  const [email, setEmail] = useState('')
  const [sent, setSent] = useState(false)
  const { faults, ...submission } = useSubmission({
    read: () => readingOf({ email: !isEmailAddress(email) }, email.trim()),
    send: api.forgotPassword,
    onDone: () => setSent(true),
  })
  return (
    <>
      {sent ? (
        <Notice tone="good">
          <strong className="block">{words.sentTitle}</strong>
          {words.sent}
        </Notice>
      ) : (
        <AccountForm lang={lang} submission={submission} words={words}>
          <EmailField lang={lang} autoComplete="username" value={email} onChange={setEmail} fault={faults.email} />
        </AccountForm>
      )}
      <p className="mt-6 text-center">
        <a className="link" href={pathIn(lang, '/connexion')}>
          {words.back}
        </a>
      </p>
    </>
  )
}
