import type { ComponentChildren } from 'preact'
import { useNeedsRole } from '../../accounts/session/needs-role.ts'
import { useSession } from '../../accounts/session/session.ts'
import { hasRole } from '../../accounts/session/spaces.ts'
import { failureSentence } from '../../failure-sentences.ts'
import { Button } from '../../ui/button.tsx'
import { useOneAtATime } from '../../ui/forms/one-at-a-time.ts'
import type { Lang } from '../../ui/language.ts'
import { Notice } from '../../ui/notice.tsx'
import { Text } from '../../ui/text.tsx'
import { PendingQueueProvider } from './pending-queue.tsx'
import { spaceWords } from './words.ts'

/** Nodes C and E of diagram 1.2: the frame of the counter's pages, which shows them only to the staff. */
export function CounterSpace({ lang, children }: { lang: Lang; children: ComponentChildren }) {
  const words = spaceWords[lang]
  const session = useNeedsRole(lang, 'employee')
  const { ask } = useSession()
  const { run, busy } = useOneAtATime(ask)

  if (session.name === 'failed' && !busy)
    return (
      <div className="shell grid justify-items-start gap-5 py-10">
        <Notice tone="error">{failureSentence(session.failure, lang)}</Notice>
        <Button onClick={() => run()}>{words.retry}</Button>
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
    <PendingQueueProvider>
      <div className="shell pt-5 pb-10">
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
