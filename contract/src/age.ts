import { dayInFrance } from './day-in-france.ts'

const ADULT_AGE = 18

/**
 * Whether a person born on `birthDate` (`YYYY-MM-DD`) is an adult on the day of `now` in France.
 * A person born on 29 February comes of age on 1 March of a common year.
 */
export function isAdult(birthDate: string, now: Date): boolean {
  const today = dayInFrance(now)
  const comesOfAge = `${Number(birthDate.slice(0, 4)) + ADULT_AGE}${birthDate.slice(4)}`
  return comesOfAge <= today
}
