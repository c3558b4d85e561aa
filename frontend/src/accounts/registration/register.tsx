import { PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH } from '@tiptop/contract/password.ts'
import { useRef, useState } from 'preact/hooks'
import { api } from '../../api-client.ts'
import { withErrorBoundary } from '../../error-boundary.tsx'
import { failureSentence } from '../../failure-sentences.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox, Field } from '../../ui/forms/field.tsx'
import { Form } from '../../ui/forms/form.tsx'
import { useOneAtATime } from '../../ui/forms/one-at-a-time.ts'
import { PasswordField } from '../../ui/forms/password-field.tsx'
import { type Lang, pathIn } from '../../ui/language.ts'
import { Notice } from '../../ui/notice.tsx'
import { ClosedSpace } from '../closed-space.tsx'
import { focusFirstFault } from '../focus-first-fault.ts'
import { useGoOnAfterSignIn } from '../session/go-on-after-sign-in.ts'
import { useSession } from '../session/session.ts'
import { accountWords } from '../words.ts'
import { BirthDateField } from './birth-date-field.tsx'
import { emptyRegistration, type RegistrationFaults, type RegistrationForm, readRegistration } from './registration.ts'
import { RulesCheckbox } from './rules-checkbox.tsx'
import { registrationWords } from './words.ts'

export const Register = withErrorBoundary(RegisterForm)

function RegisterForm({ lang }: { lang: Lang }) {
  const words = { ...accountWords[lang], register: registrationWords[lang].register }
  const { adopt } = useSession()
  const { next: returnPath, isClosed } = useGoOnAfterSignIn(lang)
  const element = useRef<HTMLFormElement>(null)
  const [form, setForm] = useState<RegistrationForm>(emptyRegistration)
  const [faults, setFaults] = useState<RegistrationFaults>({})
  const [failure, setFailure] = useState<string | null>(null)
  const { run, busy, slow } = useOneAtATime(api.register)
  const change = (part: Partial<RegistrationForm>) => setForm(current => ({ ...current, ...part }))

  async function submit() {
    const read = readRegistration(form, lang, new Date())
    setFaults('faults' in read ? read.faults : {})
    if ('faults' in read) return focusFirstFault(element.current)
    setFailure(null)
    const answer = await run(read.request)
    if (!answer) return
    if (answer.ok) return adopt(answer.value)
    setFailure(failureSentence(answer.failure, lang))
  }

  if (isClosed) return <ClosedSpace lang={lang} />
  return (
    <>
      <Form onSubmit={submit} formRef={element} className="grid gap-5" label={words.register.submit}>
        <div className="grid gap-5 sm:grid-cols-2">
          <Field
            label={words.fields.firstName}
            name="firstName"
            autoComplete="given-name"
            maxLength={100}
            value={form.firstName}
            onInput={event => change({ firstName: event.currentTarget.value })}
            error={faults.firstName && words.faults.firstName}
          />
          <Field
            label={words.fields.lastName}
            name="lastName"
            autoComplete="family-name"
            maxLength={100}
            value={form.lastName}
            onInput={event => change({ lastName: event.currentTarget.value })}
            error={faults.lastName && words.faults.lastName}
          />
          <p className="-mt-3 text-sm text-soft sm:col-span-2">{words.fields.nameHint}</p>
        </div>
        <Field
          label={words.fields.email}
          type="email"
          name="email"
          autoComplete="email"
          inputMode="email"
          autoCapitalize="none"
          spellcheck={false}
          value={form.email}
          onInput={event => change({ email: event.currentTarget.value })}
          error={faults.email && words.faults.email}
        />
        <PasswordField
          label={words.fields.password}
          name="password"
          autoComplete="new-password"
          maxLength={PASSWORD_MAX_LENGTH}
          hint={words.fields.passwordHint(PASSWORD_MIN_LENGTH)}
          showLabel={words.fields.show}
          hideLabel={words.fields.hide}
          value={form.password}
          onInput={event => change({ password: event.currentTarget.value })}
          error={faults.password && words.faults.passwordShort(PASSWORD_MIN_LENGTH)}
        />
        <BirthDateField
          lang={lang}
          value={form.birthDate}
          onChange={birthDate => change({ birthDate })}
          error={faults.birthDate && words.faults.birthDate[faults.birthDate]}
        />
        <div className="grid gap-3 border-t border-line pt-5">
          <RulesCheckbox
            lang={lang}
            checked={form.acceptsRules}
            onChange={acceptsRules => change({ acceptsRules })}
            fault={Boolean(faults.acceptsRules)}
          />
          <Checkbox
            name="newsletter"
            checked={form.newsletter}
            onChange={event => change({ newsletter: event.currentTarget.checked })}
            label={words.fields.newsletter}
          />
        </div>
        {failure && (
          <Notice tone="error">
            <strong className="block">{words.register.errorTitle}</strong>
            {failure}
          </Notice>
        )}
        <Button type="submit" busy={busy} busyLabel={words.register.busy}>
          {words.register.submit}
        </Button>
        <p role="status" className="empty:hidden text-center text-soft">
          {slow && words.slow}
        </p>
      </Form>
      <p className="mt-6 text-center">
        {words.register.known}{' '}
        <a className="link" href={`${pathIn(lang, '/connexion')}?suite=${encodeURIComponent(returnPath)}`}>
          {words.register.signIn}
        </a>
      </p>
    </>
  )
}
