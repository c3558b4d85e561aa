import type { Failure } from '../../api-client.ts'

/** Whether the failure means that the session is over, or has not passed its second step yet: the user signs in. */
export function isSessionOver(failure: Failure): boolean {
  return failure.kind === 'refused' && (failure.code === 'session-needed' || failure.code === 'second-step-needed')
}
