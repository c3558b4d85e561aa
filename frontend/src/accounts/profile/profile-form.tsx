import type { Profile } from '@tiptop/contract/accounts.ts'
import { useRef, useState } from 'preact/hooks'
import { api, type Failure } from '../../api-client.ts'
import { failureSentence } from '../../failure-sentences.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Checkbox, Field } from '../../ui/forms/field.tsx'
import { Form } from '../../ui/forms/form.tsx'
import { useOneAtATime } from '../../ui/forms/one-at-a-time.ts'
import type { Lang } from '../../ui/language.ts'
import { Notice } from '../../ui/notice.tsx'
import { focusFirstFault } from '../focus-first-fault.ts'
import { useSession } from '../session/session.ts'
import { isSessionOver } from '../session/session-over.ts'
import { accountWords } from '../words.ts'
import { FixedFacts } from './fixed-facts.tsx'
import { MailLanguage } from './mail-language.tsx'
import { type ProfileEntry, type ProfileFaults, readProfileChange } from './profile-changes.ts'
import { profileWords } from './words.ts'

type Said = 'saved' | 'unchanged' | Failure | null

/** The details that users may change, beside those they may not. */
export function ProfileForm({ lang, profile }: { lang: Lang; profile: Profile }) {
  const { details: words } = profileWords[lang]
  const { fields, faults: faultWords, slow: slowWords } = accountWords[lang]
  const { adopt, lose } = useSession()
  const form = useRef<HTMLFormElement>(null)
  const { firstName, lastName, language, newsletter } = profile
  const [entry, setEntry] = useState<ProfileEntry>({ firstName, lastName, language, newsletter })
  const [faults, setFaults] = useState<ProfileFaults>({})
  const [said, setSaid] = useState<Said>(null)
  const { run, busy, slow } = useOneAtATime(api.changeProfile)

  const change = (part: Partial<ProfileEntry>) => {
    setSaid(null)
    setEntry(current => ({ ...current, ...part }))
  }

  async function submit() {
    const read = readProfileChange(entry, profile)
    setFaults('faults' in read ? read.faults : {})
    if ('faults' in read) return focusFirstFault(form.current)
    if (!Object.keys(read.change).length) return setSaid('unchanged')
    const answer = await run(read.change)
    if (!answer) return
    if (!answer.ok) return isSessionOver(answer.failure) ? lose() : setSaid(answer.failure)
    adopt(answer.value)
    const { firstName, lastName, language, newsletter } = answer.value
    setEntry({ firstName, lastName, language, newsletter })
    setSaid('saved')
  }

  return (
    <Card title={words.title}>
      <Form onSubmit={submit} formRef={form} className="grid gap-7" label={words.title}>
        <div className="grid gap-5 sm:grid-cols-2">
          <Field
            label={fields.firstName}
            name="firstName"
            autoComplete="given-name"
            maxLength={100}
            value={entry.firstName}
            onInput={event => change({ firstName: event.currentTarget.value })}
            error={faults.firstName && faultWords.firstName}
          />
          <Field
            label={fields.lastName}
            name="lastName"
            autoComplete="family-name"
            maxLength={100}
            value={entry.lastName}
            onInput={event => change({ lastName: event.currentTarget.value })}
            error={faults.lastName && faultWords.lastName}
          />
          <p className="-mt-3 text-sm text-soft sm:col-span-2">{fields.nameHint}</p>
        </div>
        <FixedFacts lang={lang} profile={profile} />
        <MailLanguage lang={lang} value={entry.language} onChange={language => change({ language })} />
        <Checkbox
          name="newsletter"
          checked={entry.newsletter}
          onChange={event => change({ newsletter: event.currentTarget.checked })}
          label={
            <>
              <span className="font-semibold text-forest">{words.newsletter}</span>
              <span className="mt-0.5 block text-[0.9375rem] text-soft">{words.newsletterWhy}</span>
            </>
          }
        />
        {said && !busy && <Outcome lang={lang} said={said} />}
        <div>
          <Button type="submit" busy={busy} busyLabel={words.saving} className="max-sm:w-full">
            {words.save}
          </Button>
          <p role="status" className="mt-3 empty:hidden text-soft">
            {slow && slowWords}
          </p>
        </div>
      </Form>
    </Card>
  )
}

function Outcome({ lang, said }: { lang: Lang; said: NonNullable<Said> }) {
  const { details: words } = profileWords[lang]
  if (said === 'saved') return <Notice tone="good">{words.saved}</Notice>
  if (said === 'unchanged') return <Notice tone="plain">{words.unchanged}</Notice>
  return (
    <Notice tone="error">
      <strong className="block">{words.failed}</strong>
      {failureSentence(said, lang)}
    </Notice>
  )
}
