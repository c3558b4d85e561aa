import { useState } from 'preact/hooks'
import { withErrorBoundary } from '../../error-boundary.tsx'
import { failureSentence } from '../../failure-sentences.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { useOneAtATime } from '../../ui/forms/one-at-a-time.ts'
import { type Lang, pathIn } from '../../ui/language.ts'
import { loadPart } from '../../ui/load-part.ts'
import { useLoadedLater } from '../../ui/loaded-later.ts'
import { Notice } from '../../ui/notice.tsx'
import { EraseAccount } from '../erasure/erase-account.tsx'
import { Farewell } from '../erasure/farewell.tsx'
import { OwnSessions } from '../own-sessions/own-sessions.tsx'
import { ChangePassword } from '../password/change-password.tsx'
import { DownloadData } from '../personal-data/download-data.tsx'
import { useNeedsSession } from '../session/needs-session.ts'
import { useSession } from '../session/session.ts'
import { LoadingAccount } from './loading-account.tsx'
import { ProfileForm } from './profile-form.tsx'
import { SignInDoors } from './sign-in-doors.tsx'
import { profileWords } from './words.ts'

/** The page of the user's own account, or the farewell once it is erased. */
export const MyAccount = withErrorBoundary(AccountOrFarewell)

function AccountOrFarewell({ lang }: { lang: Lang }) {
  const [erased, setErased] = useState(false)
  const { title, lead } = profileWords[lang]
  if (erased) return <Farewell lang={lang} />
  return (
    <div className="shell py-10 sm:py-16">
      <h1 className="text-4xl sm:text-5xl">{title}</h1>
      <p className="mt-3 mb-9 text-lg text-soft">{lead}</p>
      <Account lang={lang} onErased={() => setErased(true)} />
    </div>
  )
}

const loadFactors = () =>
  loadPart(() => import('../second-factor/account/account-factors.tsx')).then(module => module.AccountFactors)

function Account({ lang, onErased }: { lang: Lang; onErased(): void }) {
  const words = profileWords[lang]
  const session = useNeedsSession(lang)
  const { ask } = useSession()
  const isStaff = session.name === 'signed-in' && session.profile.role !== 'player'
  const AccountFactors = useLoadedLater(isStaff ? loadFactors : null)
  const { run: askAgain, busy } = useOneAtATime(ask)
  const [changes, setChanges] = useState(0)

  if (session.name === 'failed')
    return (
      <div className="grid justify-items-start gap-5">
        {busy ? (
          <Notice tone="plain">{words.loading}</Notice>
        ) : (
          <Notice tone="error">{failureSentence(session.failure, lang)}</Notice>
        )}
        <Button onClick={askAgain} busy={busy} busyLabel={words.retrying}>
          {words.retry}
        </Button>
      </div>
    )
  if (session.name !== 'signed-in') return <LoadingAccount label={words.loading} />
  const { profile } = session
  return (
    <>
      {!profile.complete && (
        <div className="label-frame mb-6 flex flex-wrap items-center justify-between gap-4 p-6">
          <p className="max-w-xl">{words.incomplete}</p>
          <ButtonLink
            href={`${pathIn(lang, '/inscription/completer')}?suite=${encodeURIComponent(pathIn(lang, '/compte'))}`}
          >
            {words.complete}
          </ButtonLink>
        </div>
      )}
      <div className="grid gap-6 lg:grid-cols-[1.4fr_1fr] lg:items-start">
        <ProfileForm lang={lang} profile={profile} />
        <div className="grid gap-6">
          <SignInDoors lang={lang} profile={profile} />
          {profile.hasPassword && <ChangePassword lang={lang} onChanged={() => setChanges(changes + 1)} />}
          <OwnSessions key={changes} lang={lang} />
          {AccountFactors && <AccountFactors lang={lang} profile={profile} />}
          <DownloadData lang={lang} />
          <EraseAccount lang={lang} profile={profile} onErased={onErased} />
        </div>
      </div>
    </>
  )
}
