import { useState } from 'preact/hooks'
import { api } from '../../api-client.ts'
import { withErrorBoundary } from '../../error-boundary.tsx'
import { type Lang, pathIn } from '../../ui/language.ts'
import { useQuery } from '../../ui/location.ts'
import { AccountForm } from '../form/account-form.tsx'
import { useSubmission } from '../form/submission.ts'
import { useNeedsSession } from '../session/needs-session.ts'
import { localPath } from '../session/return-path.ts'
import { useSession } from '../session/session.ts'
import { BirthDateField } from './birth-date-field.tsx'
import { emptyRegistration, readCompletion } from './registration.ts'
import { RulesCheckbox } from './rules-checkbox.tsx'
import { registrationWords } from './words.ts'

/** Asks for what a provider does not know and playing requires: the birth date and the agreement to the rules. */
export const CompleteProfile = withErrorBoundary(CompletionForm)

function CompletionForm({ lang }: { lang: Lang }) {
  const returnPath = localPath(useQuery('suite')) ?? pathIn(lang, '/jeu')
  const { adopt } = useSession()
  useNeedsSession(lang)
  const [birthDate, setBirthDate] = useState(emptyRegistration.birthDate)
  const [acceptsRules, setAcceptsRules] = useState(false)
  const { faults, ...submission } = useSubmission({
    read: () => readCompletion({ birthDate, acceptsRules }, lang, new Date()),
    send: api.changeProfile,
    onDone: profile => {
      adopt(profile)
      window.location.replace(returnPath)
    },
  })
  return (
    <AccountForm lang={lang} submission={submission} words={registrationWords[lang].complete}>
      <BirthDateField lang={lang} value={birthDate} onChange={setBirthDate} fault={faults.birthDate} />
      <RulesCheckbox lang={lang} checked={acceptsRules} onChange={setAcceptsRules} fault={faults.acceptsRules} />
    </AccountForm>
  )
}
