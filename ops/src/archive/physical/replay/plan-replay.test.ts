import { zstdDecompressSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { archivedSegment } from '../../../../test/recording/models/infra/wal.ts'
import { type RecordingServer, recordingServer } from '../../../../test/recording/recording-server.ts'
import { drawKeys } from '../../../../test/stores/scratch-target.ts'
import { ArchiveHole } from './archive-hole.ts'
import { planReplay, type ReplayPlan } from './plan-replay.ts'
import { restoreCommand } from './restore-command.ts'

let server: RecordingServer
beforeAll(async () => {
  const s3 = { BACKUP_DESTINATIONS: 's3', S3_REGION: 'eu-west-3', S3_BUCKET: 'coffre' }
  server = await recordingServer('prod', { ...s3, BACKUP_RECIPIENTS: (await drawKeys()).recipients.join() })
})
afterAll(() => server.close())

const [FROM, UNTIL] = ['2026-11-23T02:00:00Z', '2026-11-23T06:00:00Z'].map(at => new Date(at)) as [Date, Date]
/** The model archives five segments, an hour apart; each ends with a transaction. */
const [FIRST, LAST, HOUR_MS] = [1, 5, 3_600_000]
const nameOf = (place: number) => `00000001000000000000000${place}`
const endOf = (place: number) => new Date(FROM.getTime() + (place - 1) * HOUR_MS)

type Damage = { repository: number; place: number; how: 'gone' | 'cut' | 'bit' | 'empty'; at: number }
const damaged = (content: Buffer, { how, at }: Damage): Buffer | null => {
  if (how === 'gone') return null
  if (how === 'empty') return Buffer.alloc(0)
  if (how === 'cut') return content.subarray(0, at % content.length)
  const other = Buffer.from(content)
  other[at % content.length] = (other[at % content.length] ?? 0) ^ (1 << (at % 8))
  return other
}

/** Archives the same WAL in both repositories, then damages it. */
function archive(damages: readonly Damage[]) {
  server.model.archive = {
    from: FROM,
    until: UNTIL,
    last: UNTIL,
    at: () => ({ migrations: [], plays: 0 }),
    damage: (repository, segment, content) =>
      damages
        .filter(one => one.repository === repository && nameOf(one.place) === segment)
        .reduce<Buffer | null>((before, one) => before && damaged(before, one), content),
  }
}

const plan = (to: Date | 'latest'): Promise<ReplayPlan | Error> =>
  planReplay({ target: server.target, from: ['here', 's3'], to }, server.tools, {
    signal: new AbortController().signal,
  }).catch((error: Error) => error)

const anyDamage = fc.record({
  repository: fc.constantFrom(1, 2),
  place: fc.integer({ min: FIRST, max: LAST }),
  how: fc.constantFrom('gone' as const, 'cut' as const, 'bit' as const, 'empty' as const),
  at: fc.nat(50_000),
})

test('whatever is damaged where, each segment comes from a repository that has it whole, or the first that none has is named with the last good moment', async () => {
  const seen = { whole: 0, mixed: 0, hole: 0 }
  const property = fc.asyncProperty(
    fc.array(anyDamage, { maxLength: 6 }),
    fc.integer({ min: 0, max: 4 * 60 - 1 }),
    async (damages, minutes) => {
      archive(damages)
      const to = new Date(FROM.getTime() + 1_000 + minutes * 60_000)
      const hurt = (repository: number, place: number) => !isWhole(damages, repository, place)
      const places = [1, 2, 3, 4, 5]
      const hole = places.find(place => hurt(1, place) && hurt(2, place))
      const needed = places.findIndex(place => endOf(place) > to) + 1
      const got = await plan(to)
      // The last segments may be gone from both: then nothing shows that they ever were.
      const end = places.findLast(place => !isGone(damages, place)) ?? FIRST
      if (to > endOf(end)) {
        expect(got).toMatchObject({ code: 'not-there' })
      } else if (hole && hole <= needed) {
        expect(got).toBeInstanceOf(ArchiveHole)
        const { segment, lastGood } = got as ArchiveHole
        expect(segment).toBe(nameOf(hole))
        if (hole > FIRST) expect(+(lastGood ?? 0)).toBe(Math.max(+FROM + 999, +endOf(hole - 1) - 1))
        seen.hole++
      } else {
        if (got instanceof Error) throw got
        expect(got.chain.reaches).toBe('moment')
        for (const [name, repository] of got.chain.sources)
          expect(hurt(repository === 'here' ? 1 : 2, places.find(place => nameOf(place) === name) ?? 0)).toBe(false)
        expect([...got.chain.sources.keys()]).toEqual(places.slice(0, needed).map(nameOf))
        seen[new Set(got.chain.sources.values()).size > 1 ? 'mixed' : 'whole']++
      }
    },
  )
  await fc.assert(property, { numRuns: 150 })
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(5)
})

/** A bit of a compressed file may say nothing of its content, and two of them may undo each other. */
function isWhole(damages: readonly Damage[], repository: number, place: number): boolean {
  const { content } = archivedSegment(nameOf(place), [endOf(place)])
  const left = damages
    .filter(one => one.repository === repository && one.place === place)
    .reduce<Buffer | null>((before, one) => before && damaged(before, one), content)
  try {
    return left !== null && zstdDecompressSync(left).equals(zstdDecompressSync(content))
  } catch {
    return false
  }
}

const isGone = (damages: readonly Damage[], place: number) =>
  [1, 2].every(repository =>
    damages.some(one => one.repository === repository && one.place === place && one.how === 'gone'),
  )

const bit = (repository: number, place: number): Damage => ({ repository, place, how: 'bit', at: 30 })
const gone = (repository: number, place: number): Damage => ({ repository, place, how: 'gone', at: 0 })

test('a hole is named with its segment, what each repository has of it and after it, and the moment to ask for instead', async () => {
  archive([bit(1, 3), gone(2, 3)])
  const error = (await plan(new Date('2026-11-23T05:30:00Z'))) as ArchiveHole
  expect(error.message).toBe(
    [
      `Le WAL a un trou avant 2026-11-23 05:30:00 UTC : le segment ${nameOf(3)} est abîmé dans l’archive de ce serveur et manque dans l’archive de s3:coffre.`,
      'Dernier bon moment : 2026-11-23 02:59:59.999 UTC.',
      'Après le trou, l’archive de ce serveur a 2 segment(s), jusqu’au 2026-11-23 06:00:00 UTC.',
      'Après le trou, l’archive de s3:coffre a 2 segment(s), jusqu’au 2026-11-23 06:00:00 UTC.',
    ].join('\n'),
  )
  expect(error.hint).toContain('tiptop restore prod --to "2026-11-23 02:59:59.999 UTC"')
  expect(await plan(error.lastGood as Date)).toMatchObject({ chain: { reaches: 'moment', last: nameOf(2) } })
  expect(await plan('latest')).toBeInstanceOf(ArchiveHole)
})

test('a repository that does not answer leaves its part to the other one, and is named beside a hole', async () => {
  archive([])
  server.model.broken.push(/--repo=1 /)
  expect(await plan(UNTIL)).toMatchObject({ base: { repository: 's3' }, chain: { reaches: 'end', last: nameOf(5) } })
  archive([bit(2, 2)])
  expect(await plan(UNTIL)).toMatchObject({ message: expect.stringContaining('broken on purpose') })
  server.model.broken.length = 0
})

test('when nothing was written between a base backup and a hole, its end can be asked for', async () => {
  archive([gone(1, 2), gone(2, 2)])
  const { lastGood } = (await plan(UNTIL)) as ArchiveHole
  expect(lastGood).toEqual(new Date('2026-11-23T02:00:00.999Z'))
  expect(await plan(lastGood as Date)).toMatchObject({ chain: { reaches: 'hole', last: nameOf(1) } })
})

test('PostgreSQL takes each segment from the repository that has it whole, and the history of timelines from any', () => {
  const sources = new Map([
    [nameOf(1), 'here'],
    [nameOf(2), 's3'],
    [nameOf(3), 'here'],
  ] as const)
  expect(restoreCommand(sources)).toBe(
    `case "%f" in *.history) pgbackrest archive-get "%f" "%p";; ${nameOf(2)}) pgbackrest --repo=2 --no-archive-async archive-get "%f" "%p";; *) pgbackrest --repo=1 archive-get "%f" "%p";; esac`,
  )
  expect(restoreCommand(new Map())).toContain('*) pgbackrest --repo=1 archive-get')
})
