import { useState } from 'preact/hooks'
import type { Answer, Failure } from '../../api-client.ts'
import { useOneAtATime } from '../../ui/forms/one-at-a-time.ts'
import { useSession } from '../session/session.ts'
import { isSessionOver } from '../session/session-over.ts'
import type { FormReading } from './reading.ts'
import { sendPatiently } from './sent-patiently.ts'

type SubmissionPlan<Request, Faults, Value> = {
  read(): FormReading<Request, Faults>
  send(request: Request): Promise<Answer<Value>>
  /** the fields that a refusal is about, or null */
  faultsIn?(failure: Failure): Partial<Faults> | null
  onDone(value: Value): void
}

/** `crowded`: too many people are signing in, and the request is sent again by itself. */
export type Submission = {
  submit(): Promise<void>
  failure: Failure | null
  busy: boolean
  slow: boolean
  crowded: boolean
}

/** Reads a form and sends it, unless fields are wrong or the form is on its way. A user without a session signs in. */
export function useSubmission<Request, Faults extends object, Value>(plan: SubmissionPlan<Request, Faults, Value>) {
  const { lose } = useSession()
  const [faults, setFaults] = useState<Partial<Faults>>({})
  const [failure, setFailure] = useState<Failure | null>(null)
  const [crowded, setCrowded] = useState(false)
  const { run, busy, slow } = useOneAtATime((request: Request) =>
    sendPatiently(() => plan.send(request), { onCrowd: () => setCrowded(true) }),
  )

  async function submit() {
    const reading = plan.read()
    setFailure(null)
    setFaults('faults' in reading ? reading.faults : {})
    if ('faults' in reading) return
    const answer = await run(reading.request)
    setCrowded(false)
    if (!answer) return
    if (answer.ok) return plan.onDone(answer.value)
    if (isSessionOver(answer.failure)) return lose()
    const refused = plan.faultsIn?.(answer.failure)
    if (refused) return setFaults(refused)
    setFailure(answer.failure)
  }
  return { submit, faults, failure, busy, slow, crowded }
}
