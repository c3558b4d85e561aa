import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { homeOf } from '../environment/home.ts'
import { openFiles } from '../tools/files.ts'
import { keepRehearsal, listRehearsals, type Rehearsal } from './record.ts'
import { readWarning, rehearsalWarning } from './warning.ts'

const rehearsal = (startedAt: string, own: Partial<Rehearsal> = {}): Rehearsal => ({
  version: 1,
  name: `${startedAt.slice(0, 10)}-rehearse-1a2b`,
  environment: 'prod',
  startedAt,
  endedAt: startedAt,
  verdict: 'green',
  faults: [],
  to: null,
  release: '1.4.0',
  rtoMs: 240_000,
  rpoMs: 42_000,
  backup: { name: '20261122-020000', store: 's3:coffre', snapshotAt: '2026-11-22T02:00:00.000Z' },
  database: { from: 'physical', until: startedAt },
  phases: { fetch: 30_000, database: 90_000 },
  ...own,
})
const NOW = new Date('2026-11-23T12:00:00.000Z')

test.each([
  ['never', [], 'Aucune répétition de restauration n’a encore été faite (tiptop rehearse).'],
  ['green and young', [rehearsal('2026-11-22T03:30:00.000Z')], null],
  ['eight days old', [rehearsal('2026-11-15T11:00:00.000Z')], expect.stringContaining('du 2026-11-15, a 8 jours.')],
  [
    'red, whatever was before it',
    [
      rehearsal('2026-11-22T03:30:00.000Z', { verdict: 'red', faults: ['la clé manque'] }),
      rehearsal('2026-11-15T12:00:00.000Z'),
    ],
    expect.stringContaining('du 2026-11-22, est rouge : la clé manque'),
  ],
])('a deployment warns of a rehearsal that cannot be relied on: %s', (_case, found, warning) => {
  expect(rehearsalWarning(found, NOW)).toEqual(warning)
})

test('records are read back as they were kept, the newest first, and other files are left out', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tiptop-rehearsals-'))
  const home = homeOf({ root: folder, backups: folder, project: 'tiptop-test' }, 'prod')
  expect(await listRehearsals(home)).toEqual([])
  const [old, young] = [rehearsal('2026-11-08T03:30:00.000Z'), rehearsal('2026-11-15T11:00:00.000Z')]
  for (const one of [young, old]) await keepRehearsal(home, one, openFiles())
  await writeFile(join(home.rehearsals, 'half.json'), '{"version":1')
  expect(await listRehearsals(home)).toEqual([young, old])
  expect(await readWarning(home, NOW)).toContain('a 8 jours')
  await rm(folder, { recursive: true })
})
