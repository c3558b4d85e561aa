/**
 * Numbers below zero belong to verifications: the contest, prize and shop -1, and the accounts and tickets of each run.
 * Nothing of them is shown to people or counted among theirs; see docs/decisions/verification-contest.md.
 */
export function isReserved(id: number): boolean {
  return id < 0
}

/** Whether a person and a ticket may meet: people never meet reserved tickets, nor reserved accounts those of people. */
export function mayMeet(personId: number, ticketId: number): boolean {
  return isReserved(personId) === isReserved(ticketId)
}
