import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { api, type Failure } from '../../api-client.ts'
import { withErrorBoundary } from '../../error-boundary.tsx'
import { failureSentence } from '../../failure-sentences.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { type Lang, pathIn } from '../../ui/language.ts'
import { useFragment } from '../../ui/location.ts'
import { Notice } from '../../ui/notice.tsx'
import { useSession } from '../session/session.ts'
import { verifyEmailWords } from './verify-email-words.ts'

const expired: Failure = { kind: 'refused', code: 'link-expired', retryAfterSeconds: null, fields: [] }

export const VerifyEmail = withErrorBoundary(EmailVerification)

function EmailVerification({ lang }: { lang: Lang }) {
  const words = verifyEmailWords[lang]
  const token = useFragment('jeton')
  const { state, adopt } = useSession()
  const [outcome, setOutcome] = useState<'done' | Failure | null>(null)
  const tried = useRef('')

  const verify = useCallback((jeton: string) => {
    setOutcome(null)
    api.verifyEmail(jeton).then(answer => setOutcome(answer.ok ? 'done' : answer.failure))
  }, [])

  useEffect(() => {
    if (token === undefined || tried.current === token) return
    tried.current = token ?? ''
    if (token) verify(token)
    else setOutcome(expired)
  }, [token, verify])

  useEffect(() => {
    if (outcome === 'done' && state.name === 'signed-in' && !state.profile.emailVerified)
      adopt({ ...state.profile, emailVerified: true })
  }, [outcome, state, adopt])

  if (outcome === null) return <Notice tone="plain">{words.busy}</Notice>
  if (outcome !== 'done')
    return (
      <div className="grid gap-6">
        <Notice tone="error">
          <strong className="block">{words.failedTitle}</strong>
          {failureSentence(outcome, lang)}
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
