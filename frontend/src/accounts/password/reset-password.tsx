import { PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH } from '@tiptop/contract/password.ts'
import { useRef, useState } from 'preact/hooks'
import { api, type Failure } from '../../api-client.ts'
import { withErrorBoundary } from '../../error-boundary.tsx'
import { failureSentence } from '../../failure-sentences.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { Form } from '../../ui/forms/form.tsx'
import { useOneAtATime } from '../../ui/forms/one-at-a-time.ts'
import { PasswordField } from '../../ui/forms/password-field.tsx'
import { type Lang, pathIn } from '../../ui/language.ts'
import { useFragment } from '../../ui/location.ts'
import { Notice } from '../../ui/notice.tsx'
import { focusFirstFault } from '../focus-first-fault.ts'
import { accountWords } from '../words.ts'
import { passwordWords } from './words.ts'

/** Takes the token of the mailed link from the fragment of the address, which reaches no server and no log. */
export const ResetPassword = withErrorBoundary(ResetPasswordForm)

function ResetPasswordForm({ lang }: { lang: Lang }) {
  const { fields, faults } = accountWords[lang]
  const { reset } = passwordWords[lang]
  const token = useFragment('jeton')
  const form = useRef<HTMLFormElement>(null)
  const [password, setPassword] = useState('')
  const [fault, setFault] = useState(false)
  const [done, setDone] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const { run, busy } = useOneAtATime(api.resetPassword)

  async function submit() {
    const short = password.length < PASSWORD_MIN_LENGTH
    setFault(short)
    if (short) return focusFirstFault(form.current)
    setFailure(null)
    const answer = await run(token ?? '', password)
    if (!answer) return
    if (answer.ok) setDone(true)
    else setFailure(answer.failure)
  }

  if (done)
    return (
      <Outcome
        tone="good"
        title={reset.doneTitle}
        text={reset.done}
        href={pathIn(lang, '/connexion')}
        go={reset.signIn}
      />
    )
  const askAgain = { href: pathIn(lang, '/mot-de-passe-oublie'), go: reset.askAgain }
  if (token === null) return <Outcome tone="error" title={reset.missingTitle} text={reset.missing} {...askAgain} />
  if (failure?.kind === 'refused' && failure.code === 'link-expired')
    return <Outcome tone="error" title={reset.missingTitle} text={failureSentence(failure, lang)} {...askAgain} />
  return (
    <Form onSubmit={submit} formRef={form} className="grid gap-5" label={reset.submit}>
      <PasswordField
        label={fields.newPassword}
        name="password"
        autoComplete="new-password"
        maxLength={PASSWORD_MAX_LENGTH}
        hint={fields.passwordHint(PASSWORD_MIN_LENGTH)}
        showLabel={fields.show}
        hideLabel={fields.hide}
        value={password}
        onInput={event => setPassword(event.currentTarget.value)}
        error={fault ? faults.passwordShort(PASSWORD_MIN_LENGTH) : undefined}
      />
      {failure && <Notice tone="error">{failureSentence(failure, lang)}</Notice>}
      <Button type="submit" busy={busy} busyLabel={reset.busy}>
        {reset.submit}
      </Button>
    </Form>
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
