import type { Role } from '@tiptop/contract/accounts.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** How long a session of the staff lasts, and how long without a request that a person makes. */
const STAFF_SESSION = { longestMs: 12 * HOUR, idleMs: 30 * MINUTE }
/** For how long a sign-in, or the password asked again, opens what it protects. */
export const CONFIRMED_MS = 10 * MINUTE
/** A later request is written down as the last one only after this long: each writes a row. */
const SEEN_EVERY_MS = { staff: MINUTE, player: 10 * MINUTE }

type SessionTimes = { role: Role; createdAt: Date; lastSeenAt: Date }

/** Whether a session of the staff is over, by its account's present role. */
export function isOver({ role, createdAt, lastSeenAt }: SessionTimes, now: Date): boolean {
  if (role === 'player') return false
  const { longestMs, idleMs } = STAFF_SESSION
  return Number(now) - Number(createdAt) >= longestMs || Number(now) - Number(lastSeenAt) >= idleMs
}

/** Whether a request of a person is to be written down as the last one of the session. */
export function isNews({ role, lastSeenAt }: Pick<SessionTimes, 'role' | 'lastSeenAt'>, now: Date): boolean {
  return Number(now) - Number(lastSeenAt) >= SEEN_EVERY_MS[role === 'player' ? 'player' : 'staff']
}
