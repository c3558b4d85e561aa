import type { Failure } from '../../api-client.ts'

/** Whether this is how the backend says that nobody is signed in any more. */
export function isSessionOver(failure: Failure): boolean {
  return failure.kind === 'refused' && failure.code === 'session-needed'
}
