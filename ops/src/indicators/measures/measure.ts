/** What was measured in a period. If there was nothing to measure there is no measure, which is neither good nor 0. */
export type Measure = {
  /** milliseconds, a share or a number a day, depending on the indicator; null if no figure is large enough */
  value: number | null
  /** the value as an operator reads it */
  said: string
  /** whether the objective is met */
  held: boolean
  /** what the figure is made of, a sentence each */
  details: string[]
  /** why the figure is worse than it could look: in doubt the worse value stands; a sentence each */
  doubts: string[]
}

/** `3 déploiements`, `1 déploiement`: a noun with its number. */
export function counted(count: number, one: string, several = `${one}s`): string {
  return `${count} ${count > 1 ? several : one}`
}

/** `97,4`: as French writes a figure. */
export const inFigures = (value: number, digits: number) => value.toFixed(digits).replace('.', ',')
