/**
 * Numbers below zero belong to verifications: the contest, prize and shop -1, and the accounts and tickets of each run.
 * They are neither shown to users nor counted among their tickets; see docs/decisions/verification-contest.md.
 */
export function isReserved(id: number): boolean {
  return id < 0
}

/** Whether an account and a ticket may meet: reserved accounts meet reserved tickets only, and others never do. */
export function mayMeet(personId: number, ticketId: number): boolean {
  return isReserved(personId) === isReserved(ticketId)
}
