/** How often one key (an account, an address) may fail before it must wait, and for how long. */
export type AttemptLimit = {
  /** failures that cost nothing, within one window */
  allowed: number
  windowSeconds: number
  /** the wait after the first failure too many; it doubles with each further one */
  firstWaitSeconds: number
  longestWaitSeconds: number
}
