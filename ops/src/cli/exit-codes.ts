import type { Outcome } from '../procedure/journal.ts'

/** What a command says to the program that called it. */
export const exitCodes = { done: 0, failed: 1, usage: 2, locked: 11, undone: 20, stuck: 21 } satisfies Record<
  Outcome | 'usage' | 'locked',
  number
>

/** The command cannot do what was asked, because of how it was asked. */
export class UsageError extends Error {}
