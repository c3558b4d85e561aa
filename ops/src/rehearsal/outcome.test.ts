import { expect, test } from 'vitest'
import type { Ending } from '../procedure/procedure.ts'
import type { RestoreFindings } from '../restore/server/restore-environment.ts'
import { recordOf, redNotice, rehearsalLines } from './outcome.ts'

const startedAt = new Date('2026-11-23T04:00:00.000Z')
const found: RestoreFindings = {
  backup: { name: '20261123-020000', store: 's3:coffre', snapshotAt: '2026-11-23T02:00:03.000Z' },
  skipped: [],
  database: { from: 'physical', until: '2026-11-23T03:59:20.000Z', warning: null },
  release: '1.4.0',
  readyMs: 95_000,
}
const record = (own: Partial<Parameters<typeof recordOf>[0]> = {}) =>
  recordOf({
    run: '20261123-040000-rehearse-1a2b',
    environment: 'prod',
    found,
    startedAt,
    to: null,
    changedAt: null,
    ending: { outcome: 'done', value: [] },
    endedAt: new Date('2026-11-23T04:02:00.000Z'),
    watch: { times: () => ({ fetch: 20_000, database: 40_000 }) },
    ...own,
  })

test('RPO counts to the start of the rehearsal, and less if production had not changed until then', () => {
  expect(record().rpoMs).toBe(40_000)
  expect(record({ changedAt: new Date('2026-11-23T03:59:25.000Z') }).rpoMs).toBe(5_000)
  expect(record({ changedAt: new Date('2026-11-23T01:00:00.000Z') }).rpoMs).toBe(0)
  expect(record({ to: new Date('2026-11-23T03:59:21.000Z') }).rpoMs).toBe(1_000)
})

test('a rehearsal that broke off keeps what it had measured, and is red with its reasons', () => {
  const ending: Ending<string[]> = { outcome: 'undone', error: new Error('première\nseconde') }
  const { readyMs: _, ...before } = found
  const red = record({ ending, found: before })
  expect(red).toMatchObject({ verdict: 'red', faults: ['première', 'seconde'], rtoMs: null, rpoMs: 40_000 })
  expect(redNotice(red)).toMatchObject({ severity: 'alert', text: expect.stringContaining('  première\n  seconde') })
  expect(record({ ending, found: {} })).toMatchObject({ backup: null, database: null, rpoMs: null })
})

test('a green one sends no notice, and shows its figures to the operator who asked', () => {
  expect(redNotice(record())).toBe(null)
  expect(rehearsalLines(record())).toBe(`Sauvegarde  20261123-020000, de s3:coffre
Base        copie physique et WAL rejoué, jusqu’à 2026-11-23 03:59:20 UTC
Version     1.4.0
RTO         1 min 35 (rapatriement 20 s, base 40 s)
RPO         40 s
`)
})

test('what a green one could not prove is kept, and shown to the operator', () => {
  const partly = record({ ending: { outcome: 'done', value: ['Non prouvé : un ticket imprimé.'] } })
  expect(partly).toMatchObject({ verdict: 'green', unproven: ['Non prouvé : un ticket imprimé.'] })
  expect(rehearsalLines(partly)).toMatch(/^! Non prouvé : un ticket imprimé\.$/m)
})
