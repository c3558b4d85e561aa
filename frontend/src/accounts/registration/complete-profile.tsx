import { useRef, useState } from 'preact/hooks'
import { api } from '../../api-client.ts'
import { withErrorBoundary } from '../../error-boundary.tsx'
import { failureSentence } from '../../failure-sentences.ts'
import { Button } from '../../ui/button.tsx'
import { Form } from '../../ui/forms/form.tsx'
import { useOneAtATime } from '../../ui/forms/one-at-a-time.ts'
import { type Lang, pathIn } from '../../ui/language.ts'
import { useQuery } from '../../ui/location.ts'
import { Notice } from '../../ui/notice.tsx'
import { focusFirstFault } from '../focus-first-fault.ts'
import { useNeedsSession } from '../session/needs-session.ts'
import { localPath } from '../session/return-path.ts'
import { useSession } from '../session/session.ts'
import { accountWords } from '../words.ts'
import { type BirthDateFault, readBirthDate } from './birth-date.ts'
import { BirthDateField } from './birth-date-field.tsx'
import { RulesCheckbox } from './rules-checkbox.tsx'
import { registrationWords } from './words.ts'

/** Asks for what a provider does not know and playing requires: the birth date and the agreement to the rules. */
export const CompleteProfile = withErrorBoundary(CompletionForm)

function CompletionForm({ lang }: { lang: Lang }) {
  const words = { ...accountWords[lang], complete: registrationWords[lang].complete }
  const returnPath = localPath(useQuery('suite')) ?? pathIn(lang, '/jeu')
  const { adopt } = useSession()
  useNeedsSession(lang)
  const form = useRef<HTMLFormElement>(null)
  const [birthDate, setBirthDate] = useState({ day: '', month: '', year: '' })
  const [acceptsRules, setAcceptsRules] = useState(false)
  const [faults, setFaults] = useState<{ birthDate?: BirthDateFault; rules: boolean }>({ rules: false })
  const [failure, setFailure] = useState<string | null>(null)
  const { run, busy, slow } = useOneAtATime(api.changeProfile)

  async function submit() {
    const birth = readBirthDate(birthDate, new Date())
    setFaults({ rules: !acceptsRules, ...('fault' in birth && { birthDate: birth.fault }) })
    if ('fault' in birth || !acceptsRules) return focusFirstFault(form.current)
    setFailure(null)
    const answer = await run({ birthDate: birth.date, acceptsRules: true, language: lang })
    if (!answer) return
    if (!answer.ok) return setFailure(failureSentence(answer.failure, lang))
    adopt(answer.value)
    window.location.replace(returnPath)
  }

  return (
    <Form onSubmit={submit} formRef={form} className="grid gap-6" label={words.complete.submit}>
      <BirthDateField
        lang={lang}
        value={birthDate}
        onChange={setBirthDate}
        error={faults.birthDate && words.faults.birthDate[faults.birthDate]}
      />
      <RulesCheckbox lang={lang} checked={acceptsRules} onChange={setAcceptsRules} fault={faults.rules} />
      {failure && <Notice tone="error">{failure}</Notice>}
      <Button type="submit" busy={busy} busyLabel={words.complete.busy}>
        {words.complete.submit}
      </Button>
      <p role="status" className="empty:hidden text-center text-soft">
        {slow && words.slow}
      </p>
    </Form>
  )
}
