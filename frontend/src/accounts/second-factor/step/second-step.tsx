import type { SecondStep as Asked } from '@tiptop/contract/second-factor.ts'
import { useEffect, useState } from 'preact/hooks'
import { api, type Failure } from '../../../api-client.ts'
import { failureSentence } from '../../../failure-sentences.ts'
import type { Lang } from '../../../ui/language.ts'
import { Notice } from '../../../ui/notice.tsx'
import { useSession } from '../../session/session.ts'
import { isSessionOver } from '../../session/session-over.ts'
import { signOut } from '../../session/sign-out.ts'
import { secondFactorApi } from '../second-factor-api.ts'
import { SetUp } from '../set-up/set-up.tsx'
import { secondFactorWords } from '../words.ts'
import { PassStep } from './pass-step.tsx'

/** The second step of a sign-in: passes it, or sets a first factor up where one is compulsory. */
export function SecondStep({ lang }: { lang: Lang }) {
  const words = secondFactorWords[lang]
  const { welcome, lose } = useSession()
  const [asked, setAsked] = useState<Asked | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)

  useEffect(() => {
    void secondFactorApi.step().then(answer => {
      if (answer.ok) setAsked(answer.value)
      else if (isSessionOver(answer.failure)) lose()
      else setFailure(answer.failure)
    })
  }, [lose])

  async function goOn() {
    const answer = await api.profile()
    if (answer.ok) welcome(answer.value)
    else setFailure(answer.failure)
  }
  async function giveUp() {
    const failed = await signOut()
    if (failed) setFailure(failed)
    else lose()
  }

  return (
    <div className="grid gap-6">
      {failure && <Notice tone="error">{failureSentence(failure, lang)}</Notice>}
      {!asked && !failure && <p role="status">{words.step.loading}</p>}
      {asked?.secondStep === 'pass' && <PassStep lang={lang} ways={asked.ways} onPassed={welcome} />}
      {asked?.secondStep === 'set-up' && (
        <>
          <h2 className="text-2xl">{words.setUp.title}</h2>
          <p className="leading-relaxed">{words.setUp.lead}</p>
          <SetUp lang={lang} hasApp={false} onAdded={goOn} />
        </>
      )}
      <button type="button" className="link mx-auto min-h-11" onClick={giveUp}>
        {words.step.signOut}
      </button>
    </div>
  )
}
