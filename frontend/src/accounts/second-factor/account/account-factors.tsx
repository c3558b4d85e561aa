import type { Profile } from '@tiptop/contract/accounts.ts'
import type { SecondFactor } from '@tiptop/contract/second-factor.ts'
import { useCallback, useEffect, useState } from 'preact/hooks'
import type { Answer, Failure } from '../../../api-client.ts'
import { failureSentence } from '../../../failure-sentences.ts'
import { Card } from '../../../ui/card.tsx'
import type { Lang } from '../../../ui/language.ts'
import { Notice } from '../../../ui/notice.tsx'
import { takeFocus } from '../../../ui/take-focus.ts'
import { Confirmation } from '../../confirm/confirmation.tsx'
import { useSession } from '../../session/session.ts'
import { isSessionOver } from '../../session/session-over.ts'
import { secondFactorApi } from '../second-factor-api.ts'
import { RecoveryCodes } from '../set-up/recovery-codes.tsx'
import { SetUp } from '../set-up/set-up.tsx'
import { secondFactorWords } from '../words.ts'
import { FactorList } from './factor-list.tsx'

/** The second factors of the signed-in member of staff: what is there, adding, renaming and removing. */
export function AccountFactors({ lang, profile }: { lang: Lang; profile: Profile }) {
  const { account: words, faults } = secondFactorWords[lang]
  const { lose } = useSession()
  const [factors, setFactors] = useState<SecondFactor | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const [newCodes, setNewCodes] = useState<string[] | null>(null)
  /** How many changes were made here. */
  const [changes, setChanges] = useState(0)

  const settle = useCallback(
    <Value,>(answer: Answer<Value>): Value | null => {
      setFailure(answer.ok ? null : answer.failure)
      if (answer.ok) return answer.value
      if (isSessionOver(answer.failure)) lose()
      return null
    },
    [lose],
  )
  const load = useCallback(async () => setFactors(settle(await secondFactorApi.factors())), [settle])
  useEffect(() => void load(), [load])

  const changed = () => {
    setFailure(null)
    setNewCodes(null)
    setChanges(changes + 1)
    void load()
  }
  const act = async (change: () => Promise<Answer<null>>) => {
    const answer = await change()
    if (answer.ok) changed()
    else settle(answer)
  }
  const makeCodes = async () => setNewCodes(settle(await secondFactorApi.newRecoveryCodes())?.recoveryCodes ?? null)

  const isLast = failure?.kind === 'refused' && failure.code === 'last-factor'
  return (
    <Card title={words.title}>
      <div className="grid gap-6">
        <p className="text-soft">{words.lead}</p>
        {changes > 0 && !failure && (
          <Notice key={changes} tone="good" boxRef={takeFocus}>
            {words.changed}
          </Notice>
        )}
        {failure && <Notice tone="error">{isLast ? faults.lastFactor : failureSentence(failure, lang)}</Notice>}
        {!factors && !failure && <p role="status">{words.loading}</p>}
        {newCodes && <RecoveryCodes lang={lang} codes={newCodes} onKept={changed} />}
        {factors && !newCodes && (
          <SetUp lang={lang} hasApp={factors.appSince !== null} onAdded={changed}>
            <FactorList lang={lang} factors={factors} act={act} makeCodes={makeCodes} />
          </SetUp>
        )}
      </div>
      <Confirmation lang={lang} profile={profile} />
    </Card>
  )
}
