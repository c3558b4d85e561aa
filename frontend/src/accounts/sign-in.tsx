import { isEmailAddress } from '@tiptop/contract/email-address.ts'
import { useState } from 'preact/hooks'
import { api } from '../api-client.ts'
import { withErrorBoundary } from '../error-boundary.tsx'
import { PasswordField } from '../ui/forms/password-field.tsx'
import { type Lang, pathIn } from '../ui/language.ts'
import { AccountForm } from './form/account-form.tsx'
import { EmailField } from './form/email-field.tsx'
import { readingOf } from './form/reading.ts'
import { useSubmission } from './form/submission.ts'
import { useSession } from './session/session.ts'
import { signInWords } from './sign-in-words.ts'
import { accountWords } from './words.ts'

/** Node C of diagram 1.1: the form and the providers' buttons. */
export const SignIn = withErrorBoundary(SignInForm)

function SignInForm({ lang }: { lang: Lang }) {
  const words = signInWords[lang]
  const { fields, faults: faultWords } = accountWords[lang]
  const { welcome, goHalfway } = useSession()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const { faults, ...submission } = useSubmission({
    read: () => readingOf({ email: !isEmailAddress(email), password: !password }, { email: email.trim(), password }),
    send: account => api.signIn(account.email, account.password),
    onDone: answer => ('secondStep' in answer ? goHalfway() : welcome(answer)),
  })

  return (
    <AccountForm lang={lang} submission={submission} words={words} requiredNote={fields.required}>
      <EmailField lang={lang} autoComplete="username" value={email} onChange={setEmail} fault={faults.email} />
      <PasswordField
        label={fields.password}
        name="password"
        autoComplete="current-password"
        required
        showLabel={fields.show}
        hideLabel={fields.hide}
        value={password}
        onInput={event => setPassword(event.currentTarget.value)}
        error={faults.password ? faultWords.password : undefined}
      />
      <p className="-mt-2 text-right text-[0.9375rem]">
        <a className="link inline-block py-1" href={pathIn(lang, '/mot-de-passe-oublie')}>
          {words.forgotten}
        </a>
      </p>
    </AccountForm>
  )
}
