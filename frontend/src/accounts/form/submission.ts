import { useState } from 'preact/hooks'
import type { Answer, Failure } from '../../api-client.ts'
import { useOneAtATime } from '../../ui/forms/one-at-a-time.ts'
import { useSession } from '../session/session.ts'
import { isSessionOver } from '../session/session-over.ts'
import type { FormReading } from './reading.ts'

type SubmissionPlan<Request, Faults, Value> = {
  read(): FormReading<Request, Faults>
  send(request: Request): Promise<Answer<Value>>
  /** the fields that a refusal is about, or null */
  faultsIn?(failure: Failure): Partial<Faults> | null
  onDone(value: Value): void
}

export type Submission = { submit(): Promise<void>; failure: Failure | null; busy: boolean; slow: boolean }

/** Reads a form and sends it, unless fields are wrong or the form is on its way. A user without a session signs in. */
export function useSubmission<Request, Faults extends object, Value>(plan: SubmissionPlan<Request, Faults, Value>) {
  const { lose } = useSession()
  const [faults, setFaults] = useState<Partial<Faults>>({})
  const [failure, setFailure] = useState<Failure | null>(null)
  const { run, busy, slow } = useOneAtATime(plan.send)

  async function submit() {
    const reading = plan.read()
    setFailure(null)
    setFaults('faults' in reading ? reading.faults : {})
    if ('faults' in reading) return
    const answer = await run(reading.request)
    if (!answer) return
    if (answer.ok) return plan.onDone(answer.value)
    if (isSessionOver(answer.failure)) return lose()
    const refused = plan.faultsIn?.(answer.failure)
    if (refused) return setFaults(refused)
    setFailure(answer.failure)
  }
  return { submit, faults, failure, busy, slow }
}
