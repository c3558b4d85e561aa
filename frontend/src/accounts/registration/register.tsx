import { useState } from 'preact/hooks'
import { api } from '../../api-client.ts'
import { withErrorBoundary } from '../../error-boundary.tsx'
import { Checkbox } from '../../ui/forms/field.tsx'
import type { Lang } from '../../ui/language.ts'
import { useWayOn } from '../after-sign-in/go-on-after-sign-in.ts'
import { AccountForm } from '../form/account-form.tsx'
import { EmailField } from '../form/email-field.tsx'
import { NameFields } from '../form/name-fields.tsx'
import { NewPasswordField } from '../form/new-password-field.tsx'
import { useSubmission } from '../form/submission.ts'
import { useSession } from '../session/session.ts'
import { accountWords } from '../words.ts'
import { AnsweredByMail } from './answered-by-mail.tsx'
import { BirthDateField } from './birth-date-field.tsx'
import { emptyRegistration, type RegistrationForm, readRegistration, refusedFields } from './registration.ts'
import { RulesCheckbox } from './rules-checkbox.tsx'
import { registrationWords } from './words.ts'

export const Register = withErrorBoundary(RegisterForm)

function RegisterForm({ lang }: { lang: Lang }) {
  const { fields } = accountWords[lang]
  const { register: words } = registrationWords[lang]
  const { welcome } = useSession()
  const { next: returnPath } = useWayOn(lang)
  const [form, setForm] = useState<RegistrationForm>(emptyRegistration)
  const [isByMail, setIsByMail] = useState(false)
  const change = (part: Partial<RegistrationForm>) => setForm(current => ({ ...current, ...part }))
  const { faults, ...submission } = useSubmission({
    read: () => readRegistration(form, lang),
    send: api.register,
    faultsIn: refusedFields,
    onDone: profile => (profile ? welcome(profile) : setIsByMail(true)),
  })

  if (isByMail) return <AnsweredByMail lang={lang} returnPath={returnPath} />
  return (
    <AccountForm lang={lang} submission={submission} words={words} requiredNote={fields.required}>
      <NameFields lang={lang} value={form} onChange={change} faults={faults} />
      <EmailField
        lang={lang}
        autoComplete="email"
        value={form.email}
        onChange={email => change({ email })}
        fault={faults.email}
      />
      <NewPasswordField
        lang={lang}
        label={fields.password}
        value={form.password}
        onChange={password => change({ password })}
        fault={faults.password}
      />
      <BirthDateField
        lang={lang}
        value={form.birthDate}
        onChange={birthDate => change({ birthDate })}
        fault={faults.birthDate}
      />
      <div className="grid gap-3 border-t border-line pt-5">
        <RulesCheckbox
          lang={lang}
          checked={form.acceptsRules}
          onChange={acceptsRules => change({ acceptsRules })}
          fault={faults.acceptsRules}
        />
        <Checkbox
          name="newsletter"
          checked={form.newsletter}
          onChange={event => change({ newsletter: event.currentTarget.checked })}
          label={fields.newsletter}
        />
      </div>
    </AccountForm>
  )
}
