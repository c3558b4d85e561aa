/** How old somebody born on this day (`YYYY-MM-DD`) is today in France. */
export function ageOn(birthDate: string, now: Date): number {
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Paris', dateStyle: 'short' }).format(now)
  const years = Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4))
  return today.slice(5) < birthDate.slice(5) ? years - 1 : years
}

/** `17/05/1990`: a birth date as cards show it. */
export function asOnCard(birthDate: string): string {
  const [year, month, day] = birthDate.split('-')
  return `${day}/${month}/${year}`
}
