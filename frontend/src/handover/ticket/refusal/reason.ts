/** The reasons to pick from, and one to be written. */
export const refusalReasons = ['noCard', 'otherName', 'otherBirthDate', 'unreadable', 'other'] as const
export type RefusalReason = (typeof refusalReasons)[number]

/** The fewest characters that are taken for a reason. */
const SHORTEST = 3
/** The most that may be typed: with what was picked it stays within what is taken. */
export const LONGEST_DETAILS = 400

/** What was typed as one line without blanks around it; null when that is no reason yet. */
export function readReason(typed: string): string | null {
  const reason = typed.replace(/\p{Cc}+/gu, ' ').trim()
  return reason.length >= SHORTEST ? reason : null
}

/** What is recorded: what was picked, then what was typed; the typed words alone when none to pick was right. */
export function composeReason(picked: RefusalReason, label: string, typed: string): string | null {
  if (picked === 'other') return readReason(typed)
  const details = typed.replace(/\p{Cc}+/gu, ' ').trim()
  return details ? `${label} : ${details}` : label
}
