import { CommandRefusal } from '../command-line/command-refusal.ts'
import { zoneOffset } from '../time-in-france.ts'
import type { ContestDefinition } from './definition.ts'

const DAY_MS = 86_400_000

export type ContestSchedule = { opensAt: Date; receiptsUntil: Date; playsUntil: Date; claimsUntil: Date }

/** The four dates of a contest that opens at this moment. @throws CommandRefusal if they are out of order */
export function scheduleOf(definition: ContestDefinition, opensAt: Date): ContestSchedule {
  const at = (end: ContestDefinition['playsUntil']) =>
    typeof end === 'string' ? new Date(end) : addDays(opensAt, end.daysAfterOpening)
  const { receiptsUntil, playsUntil, claimsUntil } = definition
  const schedule = {
    opensAt,
    receiptsUntil: at(receiptsUntil),
    playsUntil: at(playsUntil),
    claimsUntil: at(claimsUntil),
  }
  const inOrder =
    schedule.opensAt < schedule.receiptsUntil &&
    schedule.receiptsUntil <= schedule.playsUntil &&
    schedule.playsUntil <= schedule.claimsUntil
  if (!inOrder)
    throw new CommandRefusal(
      'Les dates du concours ne se suivent pas : ouverture, fin des tickets de caisse, fin du jeu, fin de la remise des lots.',
    )
  return schedule
}

/** The same time of day in France this many days later, even if the clocks change in between. */
export function addDays(from: Date, days: number): Date {
  const later = new Date(from.getTime() + days * DAY_MS)
  return new Date(later.getTime() + zoneOffset(from) - zoneOffset(later))
}
