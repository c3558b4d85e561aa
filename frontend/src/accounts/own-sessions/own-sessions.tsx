import type { OwnSession } from '@tiptop/contract/sessions.ts'
import { useCallback, useEffect, useState } from 'preact/hooks'
import type { Answer, Failure } from '../../api-client.ts'
import { failureSentence } from '../../failure-sentences.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { useOneAtATime } from '../../ui/forms/one-at-a-time.ts'
import type { Lang } from '../../ui/language.ts'
import { Notice } from '../../ui/notice.tsx'
import { Status } from '../../ui/status.tsx'
import { useSession } from '../session/session.ts'
import { isSessionOver } from '../session/session-over.ts'
import { OneSession } from './one-session.tsx'
import { ownSessionsApi } from './own-sessions-api.ts'
import { ownSessionsWords } from './words.ts'

/** Where the account is open: the user ends one session, or all of them. */
export function OwnSessions({ lang }: { lang: Lang }) {
  const words = ownSessionsWords[lang]
  const { lose } = useSession()
  const [sessions, setSessions] = useState<OwnSession[] | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const everywhere = useOneAtATime(ownSessionsApi.endAll)

  const settle = useCallback(
    (answer: Answer<unknown> | null) => {
      if (!answer) return false
      if (!answer.ok && isSessionOver(answer.failure)) lose()
      else setFailure(answer.ok ? null : answer.failure)
      return answer.ok
    },
    [lose],
  )
  const load = useCallback(async () => {
    const answer = await ownSessionsApi.list()
    if (settle(answer) && answer.ok) setSessions(answer.value.items)
  }, [settle])
  useEffect(() => void load(), [load])

  async function end(id: string) {
    if (settle(await ownSessionsApi.end(id))) await load()
  }

  return (
    <Card title={words.title}>
      <p className="text-soft">{words.lead}</p>
      {!sessions && !failure && <Status className="mt-3 text-soft">{words.loading}</Status>}
      <ul className="mt-3 divide-y divide-line">
        {sessions?.map(session => (
          <OneSession key={session.id} lang={lang} session={session} onEnd={() => end(session.id)} />
        ))}
      </ul>
      {failure && (
        <div className="mt-3 grid justify-items-start gap-3">
          <Notice tone="error">{failureSentence(failure, lang)}</Notice>
          {!sessions && <Button onClick={load}>{words.retry}</Button>}
        </div>
      )}
      <Button
        look="quiet"
        className="mt-4 w-full"
        busy={everywhere.busy}
        busyLabel={words.everywhereBusy}
        onClick={async () => settle(await everywhere.run()) && lose()}
      >
        {words.everywhere}
      </Button>
    </Card>
  )
}
