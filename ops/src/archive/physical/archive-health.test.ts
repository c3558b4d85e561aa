import { expect, onTestFinished, test } from 'vitest'
import { recordingServer } from '../../../test/recording/recording-server.ts'
import {
  type ArchiveHealth,
  archiveFaults,
  archiveMetrics,
  lookAtArchive,
  type RepositoryHealth,
  type WalQueue,
} from './archive-health.ts'
import { windowOf } from './reach/window.ts'

const NOW = new Date('2026-11-23T12:00:00.000Z')
const [MINUTE, HOUR] = [60_000, 3_600_000]
const ago = (ms: number) => new Date(NOW.getTime() - ms)
const queue: WalQueue = { archiving: true, waiting: 0, oldestMs: 0, lastFault: null }
const here = { repository: 'here', title: 'l’archive de ce serveur' } as const
const shelf: RepositoryHealth = {
  ...here,
  newest: { label: '20261123-020000F', at: ago(10 * HOUR) },
  missing: [],
  unread: null,
}
const health = (own: Partial<ArchiveHealth> = {}): ArchiveHealth => ({ queue, shelves: [shelf], verified: {}, ...own })
const faults = (own: Partial<ArchiveHealth> = {}) => archiveFaults(health(own), 26 * HOUR, NOW)

test('an archive that takes everything and has everything is no alarm', () => {
  expect(faults()).toEqual([])
  expect(faults({ queue: { ...queue, waiting: 3, oldestMs: 4 * MINUTE } })).toEqual([])
})

test('WAL that waits for more than five minutes is one, and so is a database that archives nothing', () => {
  const late = { ...queue, waiting: 7, oldestMs: 6 * MINUTE, lastFault: '00000001000000000000000A' }
  expect(faults({ queue: late })).toEqual([
    '7 segment(s) de WAL attendent l’archive depuis 6 min, et 00000001000000000000000A a été refusé.',
  ])
  expect(faults({ queue: { ...queue, archiving: false } })).toEqual([expect.stringContaining('archive_mode est off')])
  expect(faults({ queue: { why: 'La base ne répond pas.' } })).toEqual(['La base ne répond pas.'])
})

test('missing segments are named, three of them, with what they cost', () => {
  const missing = ['A', 'B', 'C', 'D', 'E']
  expect(faults({ shelves: [{ ...shelf, missing }] })[0]).toContain('il manque du WAL (A, B, C et 2 autres)')
})

test('no base backup, an old one, a repository that does not answer and a damaged file are alarms', () => {
  expect(faults({ shelves: [{ ...shelf, newest: null }] })).toEqual([
    'Il n’y a pas de sauvegarde de base dans l’archive de ce serveur.',
  ])
  const old = { ...shelf, newest: { label: '20261121-020000F', at: ago(58 * HOUR) } }
  expect(faults({ shelves: [old] })[0]).toContain('20261121-020000F, a 58 h')
  expect(faults({ shelves: [{ ...shelf, unread: 'Elle ne répond pas.' }] })).toEqual([
    'l’archive de ce serveur : son WAL n’a pas pu être relu. Elle ne répond pas.',
  ])
  expect(faults({ shelves: [{ ...here, why: 'Elle ne répond pas.' }] })).toEqual(['Elle ne répond pas.'])
  expect(faults({ verified: { here: { at: NOW.toISOString(), faults: ['x est abîmé'], holes: [] } } })).toEqual([
    'l’archive de ce serveur : x est abîmé.',
  ])
})

test('Prometheus gets what waits, what is missing and the newest base backup, and nothing that is not known', async () => {
  const text = await archiveMetrics('prod', health({ queue: { ...queue, waiting: 2, oldestMs: 61_000 } }), 3)
  for (const line of [
    'tiptop_archive_check_faults{environment="prod"} 3',
    'tiptop_archive_waiting_segments{environment="prod"} 2',
    'tiptop_archive_oldest_waiting_seconds{environment="prod"} 61',
    'tiptop_archive_missing_segments{environment="prod",repository="here"} 0',
    `tiptop_base_backup_newest_timestamp_seconds{environment="prod",repository="here"} ${ago(10 * HOUR).getTime() / 1000}`,
  ])
    expect(text.split('\n')).toContain(line)
  const empty = await archiveMetrics(
    'prod',
    health({ shelves: [{ ...here, newest: null, missing: [], unread: null }] }),
    1,
  )
  expect(empty).toContain('tiptop_base_backup_newest_timestamp_seconds{environment="prod",repository="here"} 0\n')
  const unknown = await archiveMetrics('prod', { queue: { why: '' }, shelves: [{ ...here, why: '' }], verified: {} }, 1)
  expect(unknown.match(/^tiptop_.*/gm)).toEqual(['tiptop_archive_check_faults{environment="prod"} 1'])
})

test('a damaged segment that a check reads is a fault, and ends what can be restored, until it is read whole', async () => {
  const { target, tools, model, close } = await recordingServer('prod')
  onTestFinished(close)
  const [from, until] = [ago(10 * HOUR), ago(2 * HOUR)]
  model.archive = { from, until, last: until, at: () => ({ migrations: [], plays: 0 }) }
  const faultsNow = async () => archiveFaults(await lookAtArchive(target, tools), 26 * HOUR, NOW)
  const spansNow = async () => (await windowOf(target, tools)).flatMap(found => ('spans' in found ? found.spans : []))
  const before = await faultsNow()
  const whole = { from: new Date(+from + 999), until }
  expect(await spansNow()).toEqual([whole])
  model.archive.damage = (_, segment, content) => (/3$/.test(segment) ? content.subarray(1) : content)
  const damaged = (await faultsNow()).filter(fault => !before.includes(fault))
  expect(damaged).toEqual([expect.stringMatching(/: 17-1\/0{7}10{8}\/0{7}10{15}3-[\da-f]{40}\.zst est abîmé\.$/)])
  expect(await spansNow()).toEqual([{ ...whole, until: new Date(+from + 2 * HOUR + 999) }])
  delete model.archive.damage
  expect(await faultsNow()).toEqual(before)
  expect(await spansNow()).toEqual([whole])
})

test('a sample that cannot be read is a fault of its own', async () => {
  const { target, tools, model, close } = await recordingServer('prod')
  onTestFinished(close)
  const [from, until] = [ago(10 * HOUR), ago(2 * HOUR)]
  model.archive = { from, until, last: until, at: () => ({ migrations: [], plays: 0 }) }
  model.broken.push(/repo-get/)
  const found = archiveFaults(await lookAtArchive(target, tools), 26 * HOUR, NOW)
  expect(found.join()).toMatch(/son WAL n’a pas pu être relu\. .*broken on purpose/s)
})
