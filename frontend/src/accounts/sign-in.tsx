import { useRef, useState } from 'preact/hooks'
import { api } from '../api-client.ts'
import { withErrorBoundary } from '../error-boundary.tsx'
import { failureSentence, refusalSentence } from '../failure-sentences.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/forms/field.tsx'
import { Form } from '../ui/forms/form.tsx'
import { useOneAtATime } from '../ui/forms/one-at-a-time.ts'
import { PasswordField } from '../ui/forms/password-field.tsx'
import { type Lang, pathIn } from '../ui/language.ts'
import { useQuery } from '../ui/location.ts'
import { Notice } from '../ui/notice.tsx'
import { ClosedSpace } from './closed-space.tsx'
import { looksLikeEmail } from './email-address.ts'
import { focusFirstFault } from './focus-first-fault.ts'
import { ProviderButtons } from './provider-buttons.tsx'
import { useGoOnAfterSignIn } from './session/go-on-after-sign-in.ts'
import { useSession } from './session/session.ts'
import { signInWords } from './sign-in-words.ts'
import { accountWords } from './words.ts'

/** Node C of diagram 1.1: the form and the providers' buttons. It also shows what went wrong with either. */
export const SignIn = withErrorBoundary(SignInForm)

function SignInForm({ lang }: { lang: Lang }) {
  const words = { ...accountWords[lang], signIn: signInWords[lang] }
  const { adopt } = useSession()
  const { next: returnPath, isClosed } = useGoOnAfterSignIn(lang)
  const cameBackWith = useQuery('erreur')
  const form = useRef<HTMLFormElement>(null)
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [faults, setFaults] = useState({ email: false, password: false })
  const [failure, setFailure] = useState<string | null>(null)
  const { run, busy, slow } = useOneAtATime(() => api.signIn(email.trim(), password))

  async function submit() {
    const found = { email: !looksLikeEmail(email), password: !password }
    setFaults(found)
    if (found.email || found.password) return focusFirstFault(form.current)
    const answer = await run()
    if (!answer) return
    if (answer.ok) return adopt(answer.value)
    setFailure(failureSentence(answer.failure, lang))
  }

  if (isClosed) return <ClosedSpace lang={lang} />
  const providerFailure =
    cameBackWith && (refusalSentence(cameBackWith, lang) ?? refusalSentence('internal-error', lang))
  const error = busy ? null : (failure ?? providerFailure)
  const suite = `?suite=${encodeURIComponent(returnPath)}`
  return (
    <>
      {error && (
        <div className="mb-6">
          <Notice tone="error">
            <strong className="block">{words.signIn.errorTitle}</strong>
            {error}
          </Notice>
        </div>
      )}
      <Form onSubmit={submit} formRef={form} className="grid gap-5" label={words.signIn.submit}>
        <Field
          label={words.fields.email}
          type="email"
          name="email"
          autoComplete="username"
          inputMode="email"
          autoCapitalize="none"
          spellcheck={false}
          value={email}
          onInput={event => setEmail(event.currentTarget.value)}
          error={faults.email ? words.faults.email : undefined}
        />
        <PasswordField
          label={words.fields.password}
          name="password"
          autoComplete="current-password"
          showLabel={words.fields.show}
          hideLabel={words.fields.hide}
          value={password}
          onInput={event => setPassword(event.currentTarget.value)}
          error={faults.password ? words.faults.password : undefined}
        />
        <p className="-mt-2 text-right text-[0.9375rem]">
          <a className="link inline-block py-1" href={pathIn(lang, '/mot-de-passe-oublie')}>
            {words.signIn.forgotten}
          </a>
        </p>
        <Button type="submit" busy={busy} busyLabel={words.signIn.busy}>
          {words.signIn.submit}
        </Button>
        <p role="status" className="empty:hidden text-center text-soft">
          {slow && words.slow}
        </p>
      </Form>
      <p className="mt-6 text-center">
        {words.signIn.newHere}{' '}
        <a className="link" href={pathIn(lang, '/inscription') + suite}>
          {words.signIn.register}
        </a>
      </p>
      <ProviderButtons lang={lang} returnPath={returnPath} />
    </>
  )
}
