import { dayInFrance } from './day-in-france.ts'

const ADULT_AGE = 18

/**
 * Whether a person born on `birthDate` (`YYYY-MM-DD`) is an adult on the day of `now` in France.
 * A person born on 29 February comes of age on 1 March of a common year.
 */
export function isAdult(birthDate: string, now: Date): boolean {
  const today = dayInFrance(now)
  // Years of four digits compare as text. Those of a far birth date would have five after adding to them.
  const lastAdult = `${Number(today.slice(0, 4)) - ADULT_AGE}${today.slice(4)}`
  return birthDate <= lastAdult
}
