import type { Role } from '@tiptop/contract/accounts.ts'

/** For how long a handover can be undone. */
const UNDO_MS = 10 * 60_000
/** Within this time the same refusal by the same person is the same click, or the same request sent again. */
const SAME_REFUSAL_MS = 60_000

/** Who works at the counter, or looks over its shoulder. */
export type StaffMember = { userId: number; role: Role }

/** A handover as its ticket's row tells. */
type HandoverMade = { claimedAt: Date; claimedBy: number }

/** The moment from which a handover stands for good. */
export function undoUntil(claimedAt: Date): Date {
  return new Date(claimedAt.getTime() + UNDO_MS)
}

/** Handovers after this moment can be undone at `now`. */
export function undoableSince(now: Date): Date {
  return new Date(now.getTime() - UNDO_MS)
}

/** A refusal after this moment is the one that the same person sends again at `now`. */
export function refusedAgainSince(now: Date): Date {
  return new Date(now.getTime() - SAME_REFUSAL_MS)
}

/** Whether this handover is fresh enough to be undone, whoever asks. */
export function isUndoable({ claimedAt }: Pick<HandoverMade, 'claimedAt'>, now: Date): boolean {
  return now < undoUntil(claimedAt)
}

/** A handover is undone by whoever made it, or by an administrator. */
export function mayTakeBack({ claimedBy }: Pick<HandoverMade, 'claimedBy'>, { userId, role }: StaffMember): boolean {
  return claimedBy === userId || role === 'admin'
}
