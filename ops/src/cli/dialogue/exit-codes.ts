import { Failure, type FailureCode, hintOf } from '../../failure.ts'
import type { Outcome } from '../../procedure/journal.ts'

/** What a command says to the program that called it. */
export const exitCodes = { done: 0, failed: 1, usage: 2, locked: 11, undone: 20, stuck: 21 } satisfies Record<
  Outcome | 'usage' | 'locked',
  number
>

/** Failures that a calling program tells apart; any other is `failed`. */
const exits: Partial<Record<FailureCode, number>> = {
  usage: exitCodes.usage,
  locked: exitCodes.locked,
  'run-undone': exitCodes.undone,
  'run-stuck': exitCodes.stuck,
}

/** Returns the exit code of a command that ended with this error. */
export function exitCodeOf(error: unknown): number {
  return (error instanceof Failure && exits[error.code]) || exitCodes.failed
}

/** The command cannot do what was asked, because of how it was asked. The sentence says what it expects. */
export class UsageError extends Failure {
  constructor(said: string, { hint = null }: { hint?: string | null } = {}) {
    super('usage', said, { hint })
  }
}

/** A procedure ended otherwise than well, and has said so already: the caller gets its exit code. */
export class RunEnded extends Failure {
  readonly outcome: Exclude<Outcome, 'done'>
  /** @param cause what ended it; what to do next is taken from it */
  constructor(outcome: Exclude<Outcome, 'done'>, reason: string, cause?: Error) {
    super(`run-${outcome}`, reason, { hint: hintOf(cause), cause })
    this.outcome = outcome
  }
}
