import { PASSWORD_MIN_LENGTH } from '@tiptop/contract/password.ts'
import { useState } from 'preact/hooks'
import { api } from '../../api-client.ts'
import { withErrorBoundary } from '../../error-boundary.tsx'
import { failureSentence } from '../../failure-sentences.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { type Lang, pathIn } from '../../ui/language.ts'
import { useFragment } from '../../ui/location.ts'
import { Notice } from '../../ui/notice.tsx'
import { AccountForm } from '../form/account-form.tsx'
import { NewPasswordField } from '../form/new-password-field.tsx'
import { readingOf } from '../form/reading.ts'
import { useSubmission } from '../form/submission.ts'
import { accountWords } from '../words.ts'
import { passwordWords } from './words.ts'

/** Takes the token of the mailed link from the fragment of the address, which reaches no server and no log. */
export const ResetPassword = withErrorBoundary(ResetPasswordForm)

function ResetPasswordForm({ lang }: { lang: Lang }) {
  const words = passwordWords[lang].reset
  const token = useFragment('jeton')
  const [password, setPassword] = useState('')
  const [done, setDone] = useState(false)
  const { faults, ...submission } = useSubmission({
    read: () => readingOf({ password: password.length < PASSWORD_MIN_LENGTH }, password),
    send: password => api.resetPassword(token ?? '', password),
    onDone: () => setDone(true),
  })
  const { failure } = submission

  if (done)
    return (
      <Outcome
        tone="good"
        title={words.doneTitle}
        text={words.done}
        href={pathIn(lang, '/connexion')}
        go={words.signIn}
      />
    )
  const askAgain = { href: pathIn(lang, '/mot-de-passe-oublie'), go: words.askAgain }
  if (failure?.kind === 'refused' && failure.code === 'link-expired')
    return <Outcome tone="error" title={words.missingTitle} text={failureSentence(failure, lang)} {...askAgain} />
  return (
    <AccountForm lang={lang} submission={submission} words={words}>
      <NewPasswordField
        lang={lang}
        label={accountWords[lang].fields.newPassword}
        value={password}
        onChange={setPassword}
        fault={faults.password}
      />
    </AccountForm>
  )
}

type OutcomeProps = { tone: 'good' | 'error'; title: string; text: string; href: string; go: string }

function Outcome({ tone, title, text, href, go }: OutcomeProps) {
  return (
    <div className="grid gap-6">
      <Notice tone={tone}>
        <strong className="block">{title}</strong>
        {text}
      </Notice>
      <ButtonLink href={href}>{go}</ButtonLink>
    </div>
  )
}
