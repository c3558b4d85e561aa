import type { Role } from '@tiptop/contract/accounts.ts'

/** For how long a handover can be undone. */
const UNDO_MS = 10 * 60_000
/** Within this time a second refusal by the same person counts as a double click, or as a repeated request. */
const SAME_REFUSAL_MS = 60_000

/** An employee at the counter, or an administrator. */
export type StaffMember = { userId: number; role: Role }

/** A handover, by its ticket's row. */
type HandoverMade = { claimedAt: Date; claimedBy: number }

/** The moment from which a handover is final. */
export function undoUntil(claimedAt: Date): Date {
  return new Date(claimedAt.getTime() + UNDO_MS)
}

/** Handovers after this moment can be undone at `now`. */
export function undoableSince(now: Date): Date {
  return new Date(now.getTime() - UNDO_MS)
}

/** A refusal sent at `now` repeats one that the same person made after this moment. */
export function refusedAgainSince(now: Date): Date {
  return new Date(now.getTime() - SAME_REFUSAL_MS)
}

/** Whether this handover is recent enough to be undone. */
export function isUndoable({ claimedAt }: Pick<HandoverMade, 'claimedAt'>, now: Date): boolean {
  return now < undoUntil(claimedAt)
}

/** Whether this person may undo the handover: its employee and administrators may. */
export function mayTakeBack({ claimedBy }: Pick<HandoverMade, 'claimedBy'>, { userId, role }: StaffMember): boolean {
  return claimedBy === userId || role === 'admin'
}
