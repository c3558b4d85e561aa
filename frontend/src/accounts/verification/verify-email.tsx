import { useEffect, useState } from 'preact/hooks'
import { api, type Failure } from '../../api-client.ts'
import { withErrorBoundary } from '../../error-boundary.tsx'
import { failureSentence } from '../../failure-sentences.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { type Lang, pathIn } from '../../ui/language.ts'
import { useFragment } from '../../ui/location.ts'
import { Notice } from '../../ui/notice.tsx'
import { Text } from '../../ui/text.tsx'
import { MailedLinkQuestion } from '../mailed-link/mailed-link-question.tsx'
import { useSession } from '../session/session.ts'
import { verifyEmailWords } from './verify-email-words.ts'

type Outcome = 'asked' | 'under-way' | 'done' | Failure

/** Nothing is proven before a person presses the button: mail programs open links, too. */
export const VerifyEmail = withErrorBoundary(EmailVerification)

function EmailVerification({ lang }: { lang: Lang }) {
  const words = verifyEmailWords[lang]
  const token = useFragment('jeton')
  const { state, adopt } = useSession()
  const [latest, setLatest] = useState<{ token: string; outcome: Outcome } | null>(null)
  // The page may have served another link before the one that is open now.
  const outcome = latest && latest.token === token ? latest.outcome : 'asked'

  async function verify(token: string): Promise<void> {
    setLatest({ token, outcome: 'under-way' })
    const answer = await api.verifyEmail(token)
    setLatest({ token, outcome: answer.ok ? 'done' : answer.failure })
  }

  useEffect(() => {
    if (outcome === 'done' && state.name === 'signed-in' && !state.profile.emailVerified)
      adopt({ ...state.profile, emailVerified: true })
  }, [outcome, state, adopt])

  if (outcome === 'asked' || outcome === 'under-way')
    return <MailedLinkQuestion words={words} busy={outcome === 'under-way'} onAct={() => token && verify(token)} />
  if (outcome !== 'done')
    return (
      <div className="grid gap-6">
        <Notice tone="error">
          <strong className="block">{words.failedTitle}</strong>
          <Text>{failureSentence(outcome, lang)}</Text>
        </Notice>
        {outcome.kind !== 'refused' && token && <Button onClick={() => verify(token)}>{words.retry}</Button>}
      </div>
    )
  return (
    <div className="grid gap-6">
      <Notice tone="good">
        <strong className="block">{words.doneTitle}</strong>
        {words.done}
      </Notice>
      <ButtonLink href={pathIn(lang, '/jeu')}>{words.play}</ButtonLink>
    </div>
  )
}
