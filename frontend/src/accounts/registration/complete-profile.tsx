import { returnPathOf } from '@tiptop/contract/return-path.ts'
import { useState } from 'preact/hooks'
import { api } from '../../api-client.ts'
import { withErrorBoundary } from '../../error-boundary.tsx'
import { type Lang, pathIn } from '../../ui/language.ts'
import { useQuery } from '../../ui/location.ts'
import { AccountForm } from '../form/account-form.tsx'
import { NameFields } from '../form/name-fields.tsx'
import { useSubmission } from '../form/submission.ts'
import { useNeedsSession } from '../session/needs-session.ts'
import { useSession } from '../session/session.ts'
import { accountWords } from '../words.ts'
import { BirthDateField } from './birth-date-field.tsx'
import { type CompletionForm, completionOf, emptyRegistration, readCompletion, refusedFields } from './registration.ts'
import { RulesCheckbox } from './rules-checkbox.tsx'
import { registrationWords } from './words.ts'

/** Asks for what a provider may not know and a prize requires: names, birth date and the agreement to the rules. */
export const CompleteProfile = withErrorBoundary(ProfileCompletion)

function ProfileCompletion({ lang }: { lang: Lang }) {
  const returnPath = returnPathOf(useQuery('suite')) ?? pathIn(lang, '/jeu')
  const { adopt } = useSession()
  const session = useNeedsSession(lang)
  const [typed, setTyped] = useState<Partial<CompletionForm>>({})
  const form = { ...(session.name === 'signed-in' ? completionOf(session.profile) : emptyRegistration), ...typed }
  const change = (part: Partial<CompletionForm>) => setTyped(current => ({ ...current, ...part }))
  const { faults, ...submission } = useSubmission({
    read: () => readCompletion(form, lang),
    send: api.changeProfile,
    faultsIn: refusedFields,
    onDone: profile => {
      adopt(profile)
      window.location.replace(returnPath)
    },
  })
  return (
    <AccountForm
      lang={lang}
      submission={submission}
      words={registrationWords[lang].complete}
      requiredNote={accountWords[lang].fields.required}
    >
      <NameFields lang={lang} value={form} onChange={change} faults={faults} />
      <BirthDateField
        lang={lang}
        value={form.birthDate}
        onChange={birthDate => change({ birthDate })}
        fault={faults.birthDate}
      />
      <RulesCheckbox
        lang={lang}
        checked={form.acceptsRules}
        onChange={acceptsRules => change({ acceptsRules })}
        fault={faults.acceptsRules}
      />
    </AccountForm>
  )
}
