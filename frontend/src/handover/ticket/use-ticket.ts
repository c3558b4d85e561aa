import type { HandoverTicket } from '@tiptop/contract/handover.ts'
import { useCallback, useEffect, useState } from 'preact/hooks'
import { useLostAccess } from '../../accounts/session/needs-role.ts'
import type { Failure } from '../../api-client.ts'
import { counterApi } from '../counter-api.ts'
import { useWhenBack } from '../network/network.ts'

/** Loads the ticket with this code. `take` replaces it by the ticket that a later request returned. */
export function useTicket(code: string | null) {
  const isLost = useLostAccess('employee')
  const [shown, setShown] = useState<HandoverTicket | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)

  const read = useCallback(async () => {
    if (!code) return
    const answer = await counterApi.ticket(code)
    if (answer.ok) {
      setShown(answer.value)
      setFailure(null)
    } else if (!(await isLost(answer.failure))) setFailure(answer.failure)
  }, [code, isLost])

  useEffect(() => {
    void read()
  }, [read])
  useWhenBack(() => !shown && read())

  return { shown, failure, read, take: setShown }
}
