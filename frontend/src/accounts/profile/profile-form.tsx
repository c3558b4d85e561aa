import type { Profile } from '@tiptop/contract/accounts.ts'
import { useState } from 'preact/hooks'
import { api } from '../../api-client.ts'
import { Card } from '../../ui/card.tsx'
import { Checkbox } from '../../ui/forms/field.tsx'
import type { Lang } from '../../ui/language.ts'
import { Notice } from '../../ui/notice.tsx'
import { AccountForm } from '../form/account-form.tsx'
import { NameFields } from '../form/name-fields.tsx'
import { useSubmission } from '../form/submission.ts'
import { useSession } from '../session/session.ts'
import { FixedFacts } from './fixed-facts.tsx'
import { MailLanguage } from './mail-language.tsx'
import { type ProfileEntry, readProfileChange } from './profile-changes.ts'
import { profileWords } from './words.ts'

/** The details that users may change, beside those they may not. */
export function ProfileForm({ lang, profile }: { lang: Lang; profile: Profile }) {
  const { details: words } = profileWords[lang]
  const { adopt } = useSession()
  const [entry, setEntry] = useState(entryOf(profile))
  const [said, setSaid] = useState<'saved' | 'unchanged' | null>(null)
  const { faults, ...submission } = useSubmission({
    read: () => readProfileChange(entry, profile),
    send: async change => (Object.keys(change).length ? api.changeProfile(change) : { ok: true, value: profile }),
    onDone: saved => {
      adopt(saved)
      setEntry(entryOf(saved))
      setSaid(saved === profile ? 'unchanged' : 'saved')
    },
  })
  const change = (part: Partial<ProfileEntry>) => {
    setSaid(null)
    setEntry(current => ({ ...current, ...part }))
  }

  return (
    <Card title={words.title}>
      <AccountForm
        lang={lang}
        submission={submission}
        words={words}
        label={words.title}
        requiredNote={words.required}
        className="gap-7"
        buttonClassName="sm:justify-self-start"
      >
        <NameFields lang={lang} value={entry} onChange={change} faults={faults} />
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
        {said && !submission.busy && <Notice tone={said === 'saved' ? 'good' : 'plain'}>{words[said]}</Notice>}
      </AccountForm>
    </Card>
  )
}

function entryOf({ firstName, lastName, language, newsletter }: Profile): ProfileEntry {
  return { firstName, lastName, language, newsletter }
}
