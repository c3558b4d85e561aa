import { hasRole } from '@tiptop/contract/staff-roles.ts'
import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { useNeedsRole } from '../../accounts/session/needs-role.ts'
import { useSession } from '../../accounts/session/session.ts'
import { failureSentence } from '../../failure-sentences.ts'
import { Button } from '../../ui/button.tsx'
import { useOneAtATime } from '../../ui/forms/one-at-a-time.ts'
import type { Lang } from '../../ui/language.ts'
import { Notice } from '../../ui/notice.tsx'
import { Text } from '../../ui/text.tsx'
import { NetworkNotice } from '../network/network-notice.tsx'
import { PendingQueueProvider } from './pending-queue.tsx'
import { spaceWords } from './words.ts'

const ASK_EVERY_MS = 3_000

/** Nodes C and E of diagram 1.2: the frame of the counter's pages, which shows them only to the staff. */
export function CounterSpace({ lang, children }: { lang: Lang; children: ComponentChildren }) {
  const words = spaceWords[lang]
  const session = useNeedsRole(lang, 'employee')
  const { ask } = useSession()
  const { run, busy } = useOneAtATime(ask)
  useAskUntilAnswered(session.name === 'failed' && session.failure.kind !== 'refused', run)

  if (session.name === 'failed')
    return (
      <div className="shell grid justify-items-start gap-5 py-10">
        <Notice tone="error">{failureSentence(session.failure, lang)}</Notice>
        <Button onClick={() => run()} busy={busy}>
          {words.retry}
        </Button>
      </div>
    )
  if (session.name !== 'signed-in' || !hasRole(session.profile.role, 'employee'))
    return (
      <p role="status" className="shell animate-breathe py-10 text-lg text-soft">
        {words.asking}
      </p>
    )
  const { firstName, lastName, shop } = session.profile
  return (
    <PendingQueueProvider hasShop={shop !== null}>
      <div className="shell pt-5 pb-10">
        <NetworkNotice lang={lang} />
        <p className="mb-3.5 flex flex-wrap items-baseline gap-x-3 gap-y-1">
          <span className="eyebrow">{words.space}</span>
          <span className="text-[0.9375rem] text-soft">
            <Text>{words.at(`${firstName} ${lastName}`, shop?.name ?? words.noShopShort)}</Text>
          </span>
        </p>
        {!shop && (
          <div className="mb-6">
            <Notice tone="error">{words.noShop}</Notice>
          </div>
        )}
        {children}
      </div>
    </PendingQueueProvider>
  )
}

/** Without a network the counter cannot open yet: it asks again by itself until there is an answer. */
function useAskUntilAnswered(isUnanswered: boolean, ask: () => unknown): void {
  const asking = useRef(ask)
  asking.current = ask
  useEffect(() => {
    if (!isUnanswered) return
    const again = () => void asking.current()
    const timer = setInterval(again, ASK_EVERY_MS)
    window.addEventListener('online', again)
    return () => {
      clearInterval(timer)
      window.removeEventListener('online', again)
    }
  }, [isUnanswered])
}
