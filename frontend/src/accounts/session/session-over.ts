import type { Failure } from '../../api-client.ts'

/** Whether the failure means that the session is over. */
export function isSessionOver(failure: Failure): boolean {
  return failure.kind === 'refused' && failure.code === 'session-needed'
}
