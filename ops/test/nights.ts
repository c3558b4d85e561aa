import { judge, type RetentionPolicy, type RetentionVerdict } from '../src/retention/policy.ts'
import type { JudgedBackup } from '../src/retention/rules.ts'
import { DAY_MS } from '../src/time/duration.ts'

/** How the nights of a server go: each figure is a chance, from 0 to 1. */
export type Weather = {
  /** a night without a backup */
  missed?: number
  /** a second and a third backup on the same day */
  several?: number
  /** weeks and months without any */
  holes?: number
  /** a backup that nothing has proven */
  unproven?: number
  /** one that breaks later on */
  broken?: number
  /** the clock is wrong for one to six nights: months ahead, or behind */
  ahead?: number
  behind?: number
}

/** A night after its pruning. */
export type Night = {
  now: Date
  /** whether the clock is right */
  rightClock: boolean
  /** what was there when it was judged, and what was said of it */
  before: JudgedBackup[]
  verdicts: RetentionVerdict[]
  there: Set<JudgedBackup>
  /** all that was ever made under a right clock, and what was made this night */
  made: JudgedBackup[]
  tonight: JudgedBackup[]
}

/**
 * Lives through the nights of a server that prunes each night, and lets each of them be looked at. The same seed gives
 * the same nights, and more of them begin alike: a fault that is found on a day is found again on that day.
 * @returns the first things that `look` complained of, each with the seed and the day
 */
export function liveThrough(
  { policy, weather, seed, nights }: { policy: RetentionPolicy; weather: Weather; seed: number; nights: number },
  look: (night: Night) => string[],
): string[] {
  const chance = randomOf(seed)
  const clock = clockOf(weather, chance)
  const made: JudgedBackup[] = []
  let there: JudgedBackup[] = []
  let away = 0
  for (let day = 20_454 + Math.floor(chance() * 1_500), end = day + nights; day < end; day++) {
    const offset = clock()
    // What a wrong clock dated in the future is reported each night; the operator removes it once the clock is right.
    if (offset === 0) there = there.filter(({ at }) => at.getTime() < (day + 1) * DAY_MS)
    if (--away > 0) continue
    if (chance() < (weather.holes ?? 0)) away = 5 + Math.floor(chance() * 120)
    if (chance() < (weather.missed ?? 0)) continue
    const tonight = backupsOf(day + offset, weather, chance)
    if (offset === 0) made.push(...tonight)
    if (chance() < (weather.broken ?? 0)) breakOne(there, chance)
    const before = [...there, ...tonight]
    const now = new Date((tonight.at(-1) as JudgedBackup).at.getTime() + 60_000)
    const verdicts = judge(before, policy, now)
    there = verdicts.filter(({ keep }) => keep).map(({ backup }) => backup)
    const complaints = look({ now, rightClock: offset === 0, before, verdicts, there: new Set(there), made, tonight })
    if (complaints.length) return complaints.slice(0, 3).map(said => `seed ${seed}, ${now.toISOString()}: ${said}`)
  }
  return []
}

/** Chance that is the same at each run (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** By how many days the clock is wrong, night by night. For a week after it was set right it stays so. */
function clockOf({ ahead = 0, behind = 0 }: Weather, chance: () => number): () => number {
  let offset = 0
  let left = 7
  return () => {
    if (left-- > 0) return offset
    const sign = chance() < ahead ? 1 : chance() < behind ? -1 : 0
    left = offset ? 7 : sign ? Math.floor(chance() * 6) : 0
    offset = offset ? 0 : sign * (10 + Math.floor(chance() * 700))
    return offset
  }
}

function backupsOf(day: number, { several = 0, unproven = 0 }: Weather, chance: () => number): JudgedBackup[] {
  const count = chance() < several ? 2 + Math.floor(chance() * 2) : 1
  return Array.from({ length: count }, (_, index) => {
    const at = new Date(day * DAY_MS + (2 + index * 7) * 3_600_000 + Math.floor(chance() * 90_000))
    return { name: `nightly-${at.toISOString()}`, at, state: chance() < unproven ? 'unproven' : 'proven' }
  })
}

function breakOne(there: JudgedBackup[], chance: () => number): void {
  const one = there[Math.floor(chance() * there.length)]
  if (one) one.state = 'broken'
}
