const MINUTE = 60_000

/** CI kills a run after 90 minutes, without a word of what passed. These are minutes since `.ci/run` began. */
const LAST_BEGIN = 65
export const HARD_STOP = 83

/** When `.ci/run` began, in milliseconds since 1970; null for a run that a developer started, which has all the time it needs. */
export function ciStartedAt(env: NodeJS.ProcessEnv): number | null {
  const seconds = Number(env.CI_STARTED_AT)
  return seconds > 0 ? seconds * 1_000 : null
}

/** Whether a long scenario may still begin: one takes up to six minutes, twice that on a slow machine. */
export function mayBegin(startedAt: number | null, now: number): boolean {
  return startedAt === null || now - startedAt < LAST_BEGIN * MINUTE
}

/** How long this run may still go on, in milliseconds. */
export function untilHardStop(startedAt: number, now: number): number {
  return Math.max(0, startedAt + HARD_STOP * MINUTE - now)
}

/**
 * The same items, beginning with another one for each commit: none of them is last for long.
 * @param commit its hash; without one the order stays
 */
export function rotate<Item>(items: Item[], commit: string): Item[] {
  const first = Number.parseInt(commit.slice(0, 8), 16) % items.length || 0
  return [...items.slice(first), ...items.slice(0, first)]
}
