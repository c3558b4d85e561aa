import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ProbeResult } from '../../src/diagnosis/probe.ts'
import type { DiagnosisFacts } from '../../src/diagnosis/triage/facts.ts'
import type { Container } from '../../src/environment/facts/containers.ts'
import { homeOf } from '../../src/environment/home.ts'

const now = new Date('2026-11-23T03:00:00Z')
export const seen = <T>(value: T): ProbeResult<T> => ({ at: now.toISOString(), ms: 1, seen: value })
export const blind = { at: now.toISOString(), ms: 1, unknown: 'Docker ne répond pas' }
export const emptyTraffic = {
  requests: 0,
  errors: 0,
  minutes: 10,
  closed: 0,
  firstErrorAt: null,
  worst: [],
  before: null,
}
const root = join(tmpdir(), 'nowhere')

const backTo = { full: { to: '1.0.0' }, backend: { to: '1.0.0' }, frontend: { why: 'la première.' } }

/** What the probes saw of an environment below which all is well, except for what is given. */
export function known(more: Partial<DiagnosisFacts> = {}): DiagnosisFacts {
  const parts = (['nginx', 'postgres', 'backend', 'frontend'] as const).map(
    (part): Container => ({ part, name: `tt-prod-infra-${part}-1`, state: 'well', status: 'Up', lastWords: [] }),
  )
  return {
    home: homeOf({ root, backups: root, project: 'tt' }, 'prod'),
    now,
    data: [],
    api: blind,
    site: blind,
    traffic: blind,
    deployment: seen({
      running: null,
      last: null,
      working: null,
      broken: null,
      back: backTo,
      took: { rollback: 12_000, restore: null },
    }),
    containers: seen(parts),
    database: blind,
    disks: seen([{ folder: '/srv', free: 50e9, total: 100e9 }]),
    closed: seen({ standing: null }),
    certificate: seen({ until: '2027-02-01T00:00:00Z', shown: 'same' as const }),
    copy: seen({ name: 'backup-20261123-020000', at: '2026-11-23T02:00:00Z', playsSince: 42 }),
    archive: seen({ until: null, isAhead: false }),
    undecided: seen([]),
    ...more,
  }
}

export const deployed = (more: object) =>
  seen({
    running: null,
    last: null,
    working: null,
    broken: null,
    back: backTo,
    took: { rollback: 12_000, restore: 95_000 },
    ...more,
  })
