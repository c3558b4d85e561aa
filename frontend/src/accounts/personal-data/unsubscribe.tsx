import { useEffect, useState } from 'preact/hooks'
import { api, type Failure } from '../../api-client.ts'
import { withErrorBoundary } from '../../error-boundary.tsx'
import { failureSentence } from '../../failure-sentences.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { type Lang, pathIn } from '../../ui/language.ts'
import { useQuery } from '../../ui/location.ts'
import { Notice } from '../../ui/notice.tsx'
import { MailedLinkQuestion } from '../mailed-link/mailed-link-question.tsx'
import { useSession } from '../session/session.ts'
import { personalDataApi } from './personal-data-api.ts'
import { newsletterWords } from './unsubscribe-words.ts'

type Outcome = 'asked' | 'under-way' | 'done' | 'wrong-link' | Failure

/** Nothing ends before a person presses the button: mail programs open links, too. */
export const Unsubscribe = withErrorBoundary(Unsubscription)

function Unsubscription({ lang }: { lang: Lang }) {
  const words = newsletterWords[lang]
  const token = useQuery('jeton')
  const { state, adopt } = useSession()
  const [outcome, setOutcome] = useState<Outcome>('asked')

  async function end(jeton: string): Promise<void> {
    setOutcome('under-way')
    const answer = await personalDataApi.unsubscribe(jeton)
    if (answer.ok) return setOutcome('done')
    setOutcome(isWrongLink(answer.failure) ? 'wrong-link' : answer.failure)
  }

  // The link may belong to another account than the one signed in here. Only the backend knows.
  const isStale = outcome === 'done' && state.name === 'signed-in' && state.profile.newsletter
  useEffect(() => {
    if (isStale) void api.profile().then(answer => answer.ok && adopt(answer.value))
  }, [isStale, adopt])

  if (outcome === 'asked' || outcome === 'under-way')
    return <MailedLinkQuestion words={words} busy={outcome === 'under-way'} onAct={() => token && end(token)} />
  if (outcome === 'done') return <Said lang={lang} tone="good" title={words.doneTitle} text={words.done} />
  if (outcome === 'wrong-link') return <Said lang={lang} tone="error" title={words.wrongTitle} text={words.wrong} />
  return (
    <div className="grid gap-6">
      <Notice tone="error">
        <strong className="block">{words.failedTitle}</strong>
        {failureSentence(outcome, lang)}
      </Notice>
      <Button onClick={() => token && end(token)}>{words.retry}</Button>
    </div>
  )
}

/** Whether the link is cut short or made up: trying again cannot help. */
function isWrongLink(failure: Failure): boolean {
  return failure.kind === 'refused' && ['link-expired', 'invalid-request', 'not-found'].includes(failure.code)
}

type SaidProps = { lang: Lang; tone: 'good' | 'error'; title: string; text: string }

function Said({ lang, tone, title, text }: SaidProps) {
  return (
    <div className="grid gap-6">
      <Notice tone={tone}>
        <strong className="block">{title}</strong>
        {text}
      </Notice>
      <ButtonLink look="quiet" href={pathIn(lang, '/compte')}>
        {newsletterWords[lang].account}
      </ButtonLink>
    </div>
  )
}
