import { expect, test } from 'vitest'
import { liveThrough, type Night, randomOf, type Weather } from '../../test/nights.ts'
import { judge, retention } from './policy.ts'
import type { JudgedBackup } from './rules.ts'

type Place = keyof typeof retention

const calm: Record<string, Weather> = {
  'every night': {},
  'missed nights and several a day': { missed: 0.15, several: 0.2 },
  'long holes': { missed: 0.1, several: 0.1, holes: 0.02 },
  'seldom a night': { missed: 0.8 },
}
const rough: Record<string, Weather> = {
  'unproven and broken ones': { missed: 0.1, several: 0.2, unproven: 0.3, broken: 0.05 },
  'a clock that jumps': { missed: 0.1, several: 0.1, ahead: 0.03, behind: 0.03 },
  'all of it': { missed: 0.2, several: 0.2, holes: 0.01, unproven: 0.2, broken: 0.02, ahead: 0.02, behind: 0.02 },
}
const everywhere = (weathers: Record<string, Weather>, places: Place[] = ['local', 'remote', 'preDeploy']) =>
  Object.entries(weathers).flatMap(([name, weather]) => places.map(place => ({ place, name, weather })))

/** Two years for what keeps little; what keeps a year is judged for 15 months. */
function live(place: Place, weather: Weather, look: (night: Night) => string[]): string[] {
  const [seeds, nights] = place === 'remote' ? [[1], 500] : [[1, 2], 730]
  return seeds.flatMap(seed => liveThrough({ policy: retention[place], weather, seed, nights }, look))
}

/** What the rules ask for, written once more in another way: by the words of dates. */
const asked: Record<Place, (made: JudgedBackup[], now: Date) => JudgedBackup[]> = {
  local: (made, now) => {
    const recent = made.slice(-80)
    const nights = lastOf(recent, 7, ({ at }) => dateOf(at)).map(night => night.at(-1) as JudgedBackup)
    const weeks = lastOf(recent, 4, ({ at }) => mondayOf(at)).map(([first]) => first as JudgedBackup)
    return [...nights, ...weeks].filter(({ at }) => dateOf(at) >= daysBefore(now, 30))
  },
  remote: (made, now) => {
    const months = lastOf(made, 14, ({ at }) => dateOf(at).slice(0, 7)).map(([first]) => first as JudgedBackup)
    const yearAgo = `${now.getUTCFullYear() - 1}${dateOf(now).slice(4)}`
    const recently = daysBefore(now, 90)
    return made.filter(backup => dateOf(backup.at) >= (months.includes(backup) ? yearAgo : recently))
  },
  preDeploy: made => made.slice(-5),
}

const words = new WeakMap<Date, string>()
function dateOf(at: Date): string {
  const word = words.get(at) ?? at.toISOString().slice(0, 10)
  words.set(at, word)
  return word
}
function daysBefore(at: Date, days: number): string {
  return new Date(Date.parse(dateOf(at)) - days * 86_400_000).toISOString().slice(0, 10)
}
const mondayOf = (at: Date) => daysBefore(at, (at.getUTCDay() + 6) % 7)
const lastOf = (made: JudgedBackup[], count: number, word: (backup: JudgedBackup) => string) =>
  [...Map.groupBy(made, word).values()].slice(-count)

const gone = (wanted: JudgedBackup[], there: Set<JudgedBackup>) =>
  wanted.filter(backup => !there.has(backup)).map(({ name }) => `${name} is asked for, and is gone`)
const kept = (backups: JudgedBackup[], place: Place, now: Date) =>
  judge(backups, retention[place], now).flatMap(({ keep, backup }) => (keep ? [backup] : []))

test.each(everywhere(calm))(
  'what must be there is there, and what went is never asked for later: $place, $name',
  ({ place, name, weather }) => {
    const steady = name === 'every night' || name === 'missed nights and several a day'
    const look = ({ made, now, there }: Night) => {
      const wanted = asked[place](made, now)
      // After a long pause more is kept, until the clock is believed again.
      const inVain = steady ? [...there].filter(backup => !wanted.includes(backup)) : []
      // Pruning once after many nights keeps what pruning each night has kept.
      const atOnce = now.getUTCDate() % 10 ? [] : kept(made.slice(-600), place, now)
      return [...gone([...wanted, ...atOnce], there), ...inVain.map(({ name }) => `${name} is kept for nothing`)]
    }
    expect(live(place, weather, look)).toEqual([])
  },
)

test.each(everywhere(rough))(
  'each verdict has its reason, the newest and the doubtful stay, and judging again changes nothing: $place, $name',
  ({ place, weather }) => {
    const chance = randomOf(7)
    const look = ({ now, before, verdicts, there, tonight }: Night) => {
      const silent = verdicts.filter(found => !(found.keep ? found.reasons.every(({ because }) => because) : found.why))
      const proven = before.filter(({ state, at }) => state === 'proven' && at <= now).toSorted((a, b) => +a.at - +b.at)
      const doubtful = before.filter(({ state, at }) => state === 'broken' || +at - +now > 86_400_000)
      const stay = [...tonight.slice(-1), ...proven.slice(-1), ...doubtful]
      const faults = [...silent.map(({ backup }) => `nothing is said of ${backup.name}`), ...gone(stay, there)]
      if (now.getUTCDate() % 5) return faults
      const shuffled = before.toSorted(() => chance() - 0.5)
      const same = JSON.stringify(judge(shuffled, retention[place], now)) === JSON.stringify(verdicts)
      const again = new Set(kept([...there], place, now))
      return [...faults, ...(same ? [] : ['the order of the list matters']), ...gone([...there], again)]
    }
    expect(live(place, weather, look)).toEqual([])
  },
)

test.each(everywhere({ 'months ahead': { missed: 0.1, several: 0.1, ahead: 0.04 } }, ['local', 'remote']))(
  'a clock that is wrong for less than a week costs nothing: $place, $name',
  ({ place, weather }) => {
    const look = ({ made, now, there, rightClock }: Night) => (rightClock ? gone(asked[place](made, now), there) : [])
    expect(live(place, weather, look)).toEqual([])
  },
)

test('what a clock that is behind dates in the past takes the place of no night of the last 90 days', () => {
  const look = ({ made, now, there, rightClock }: Night) =>
    rightClock
      ? gone(
          made.filter(({ at }) => dateOf(at) >= daysBefore(now, 90)),
          there,
        )
      : []
  expect(live('remote', { missed: 0.1, several: 0.1, behind: 0.04 }, look)).toEqual([])
})

test.each(everywhere({ 'half of them unproven': { missed: 0.1, several: 0.2, unproven: 0.5 } }))(
  'what is not proven pushes nothing out that is: $place, $name',
  ({ place, weather }) => {
    const look = ({ made, now, there }: Night) =>
      now.getUTCDate() % 5
        ? []
        : gone(
            kept(
              made.filter(({ state }) => state === 'proven'),
              place,
              now,
            ),
            there,
          )
    expect(live(place, weather, look)).toEqual([])
  },
)
