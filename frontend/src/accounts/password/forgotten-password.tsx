import { useRef, useState } from 'preact/hooks'
import { api } from '../../api-client.ts'
import { withErrorBoundary } from '../../error-boundary.tsx'
import { failureSentence } from '../../failure-sentences.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/forms/field.tsx'
import { Form } from '../../ui/forms/form.tsx'
import { useOneAtATime } from '../../ui/forms/one-at-a-time.ts'
import { type Lang, pathIn } from '../../ui/language.ts'
import { Notice } from '../../ui/notice.tsx'
import { looksLikeEmail } from '../email-address.ts'
import { focusFirstFault } from '../focus-first-fault.ts'
import { accountWords } from '../words.ts'
import { passwordWords } from './words.ts'

export const ForgottenPassword = withErrorBoundary(ForgottenPasswordForm)

function ForgottenPasswordForm({ lang }: { lang: Lang }) {
  const { fields, faults, slow: slowWords } = accountWords[lang]
  const { forgotten } = passwordWords[lang]
  const form = useRef<HTMLFormElement>(null)
  const [email, setEmail] = useState('')
  const [fault, setFault] = useState(false)
  const [sent, setSent] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const { run, busy, slow } = useOneAtATime(api.forgotPassword)

  async function submit() {
    setFault(!looksLikeEmail(email))
    if (!looksLikeEmail(email)) return focusFirstFault(form.current)
    setFailure(null)
    const answer = await run(email.trim())
    if (!answer) return
    if (answer.ok) setSent(true)
    else setFailure(failureSentence(answer.failure, lang))
  }

  return (
    <>
      {sent ? (
        <Notice tone="good">
          <strong className="block">{forgotten.sentTitle}</strong>
          {forgotten.sent}
        </Notice>
      ) : (
        <Form onSubmit={submit} formRef={form} className="grid gap-5" label={forgotten.submit}>
          <Field
            label={fields.email}
            type="email"
            name="email"
            autoComplete="username"
            inputMode="email"
            autoCapitalize="none"
            spellcheck={false}
            value={email}
            onInput={event => setEmail(event.currentTarget.value)}
            error={fault ? faults.email : undefined}
          />
          {failure && <Notice tone="error">{failure}</Notice>}
          <Button type="submit" busy={busy} busyLabel={forgotten.busy}>
            {forgotten.submit}
          </Button>
          <p role="status" className="empty:hidden text-center text-soft">
            {slow && slowWords}
          </p>
        </Form>
      )}
      <p className="mt-6 text-center">
        <a className="link" href={pathIn(lang, '/connexion')}>
          {forgotten.back}
        </a>
      </p>
    </>
  )
}
