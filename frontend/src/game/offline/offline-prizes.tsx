import { formatMoment } from '@tiptop/contract/moments.ts'
import { useEffect, useMemo, useState } from 'preact/hooks'
import { type KeptPrizes, keptPrizes } from '../../accounts/offline/kept-prizes.ts'
import type { Failure } from '../../api-client.ts'
import { Button } from '../../ui/button.tsx'
import type { Lang } from '../../ui/language.ts'
import { Notice } from '../../ui/notice.tsx'
import { myPrizesWords } from '../my-prizes-words.ts'
import { offlineWords } from './words.ts'

/** A player at the till does not wait for a network that is too slow. */
const PATIENCE_MS = 3_000

type Loading = { isLoaded: boolean; failure: Failure | null; renew(): unknown }

/**
 * Returns the prizes kept from an earlier visit when the backend cannot give those of now, or is slow to. Asks again as
 * soon as the network is back.
 */
export function useKeptPrizes({ isLoaded, failure, renew }: Loading): KeptPrizes | null {
  const [isLate, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [])
  useEffect(() => {
    if (!failure) return
    const again = () => void renew()
    window.addEventListener('online', again)
    return () => window.removeEventListener('online', again)
  }, [failure, renew])
  const isNeeded = !isLoaded && (failure ? isUnanswered(failure) : isLate)
  return useMemo(() => (isNeeded ? keptPrizes() : null), [isNeeded])
}

/** Any other failure is an answer, which the page shows. */
function isUnanswered(failure: Failure): boolean {
  return failure.kind !== 'refused' || failure.code === 'service-unavailable'
}

type NoticeProps = { lang: Lang; kept: KeptPrizes; askAgain(): unknown; busy: boolean }

/** Says that these prizes are not those of now, how old they are, and that others are not kept. */
export function OfflineNotice({ lang, kept, askAgain, busy }: NoticeProps) {
  const { offline, silent, seenAt, older } = offlineWords[lang]
  const moment = formatMoment(new Date(kept.seenAt).toISOString(), lang)
  return (
    <div className="mb-6 grid justify-items-start gap-4">
      <Notice tone="plain">
        {[navigator.onLine ? silent : offline, seenAt(moment), kept.hasOlder && older(kept.plays.length)]
          .filter(Boolean)
          .join(' ')}
      </Notice>
      <Button look="quiet" onClick={() => void askAgain()} busy={busy} busyLabel={myPrizesWords[lang].moreBusy}>
        {myPrizesWords[lang].retry}
      </Button>
    </div>
  )
}
