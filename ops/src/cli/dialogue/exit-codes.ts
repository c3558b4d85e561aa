import type { Outcome } from '../../procedure/journal.ts'

/** What a command says to the program that called it. */
export const exitCodes = { done: 0, failed: 1, usage: 2, locked: 11, undone: 20, stuck: 21 } satisfies Record<
  Outcome | 'usage' | 'locked',
  number
>

/** The command cannot do what was asked, because of how it was asked. */
export class UsageError extends Error {}

/** A procedure ended otherwise than well, and has said so already: the caller gets its exit code. */
export class RunEnded extends Error {
  readonly outcome: Exclude<Outcome, 'done'>
  constructor(outcome: Exclude<Outcome, 'done'>, reason: string) {
    super(reason)
    this.outcome = outcome
  }
}
