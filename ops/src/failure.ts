/** What went wrong, for callers that act on it. */
export type FailureCode =
  /** the command cannot do what was asked, because of how it was asked */
  | 'usage'
  /** another run works on the environment */
  | 'locked'
  /** a run has ended otherwise than well, and has said so */
  | 'run-failed'
  | 'run-undone'
  | 'run-stuck'
  /** an outside program ended badly */
  | 'command-failed'
  | 'not-ready'
  | 'not-there'
  | 'not-readable'
  | 'not-writable'
  | 'already-there'
  | 'disk-full'
  | 'refused'
  | 'unreachable'
  | 'wrong-key'
  | 'damaged'
  /** something is not as it was when the operator agreed, or when it was made */
  | 'changed-meanwhile'
  /** a person has to agree first */
  | 'not-approved'
  /** what was looked at is not as it has to be */
  | 'check-failed'
  /** some of the work is done, and some could not be */
  | 'incomplete'
  /** a program or a service answered what it never should */
  | 'wrong-answer'
  /** the operator or the system asked to stop */
  | 'stopped'

/**
 * A failure that an operator reads: what happened, in a French sentence, and what to do next. Every throw decides
 * on both: one that rewords another keeps its next step with {@link hintOf}. A plain Error is a bug. Never holds a secret.
 */
export class Failure extends Error {
  readonly code: FailureCode
  /** what to do next, in French; null if the sentence says it, or if there is nothing to do */
  readonly hint: string | null
  constructor(code: FailureCode, said: string, { hint, cause }: { hint: string | null; cause?: unknown }) {
    super(said, cause === undefined ? {} : { cause })
    this.code = code
    this.hint = hint
  }
}

/** Returns what to do after this failure, or null if it does not say. */
export function hintOf(error: unknown): string | null {
  return error instanceof Failure ? error.hint : null
}

/** Returns what happened, with what to do next on a line of its own. */
export function withHint(error: Error): string {
  const hint = hintOf(error)
  return hint ? `${error.message}\n→ ${hint}` : error.message
}

export function isFailure(error: unknown, code: FailureCode): error is Failure {
  return error instanceof Failure && error.code === code
}
