import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Container } from '../../environment/facts/containers.ts'
import { homeOf } from '../../environment/home.ts'
import type { ProbeResult } from '../probe.ts'
import { adviceFor } from './advice.ts'
import type { DiagnosisFacts } from './facts.ts'

const now = new Date('2026-11-23T03:00:00Z')
const seen = <T>(value: T): ProbeResult<T> => ({ at: now.toISOString(), ms: 1, seen: value })
const blind = { at: now.toISOString(), ms: 1, unknown: 'Docker ne répond pas' }
const root = join(tmpdir(), 'nowhere')

function known(more: Partial<DiagnosisFacts> = {}): DiagnosisFacts {
  const parts = (['nginx', 'postgres', 'backend', 'frontend'] as const).map(
    (part): Container => ({ part, name: `tt-prod-infra-${part}-1`, state: 'well', status: 'Up', lastWords: [] }),
  )
  const back = { full: { to: '1.0.0' }, backend: { to: '1.0.0' }, frontend: { why: 'la première.' } }
  return {
    home: homeOf({ root, backups: root, project: 'tt' }, 'prod'),
    now,
    data: [],
    api: blind,
    site: blind,
    traffic: blind,
    deployment: seen({ running: null, last: null, working: null, back, took: { rollback: 12_000, restore: null } }),
    containers: seen(parts),
    database: blind,
    disks: seen([{ folder: '/srv', free: 50e9, total: 100e9 }]),
    certificate: seen({ until: '2027-02-01T00:00:00Z', shown: 'same' as const }),
    copy: seen({ name: 'backup-20261123-020000', at: '2026-11-23T02:00:00Z', playsSince: 42 }),
    ...more,
  }
}

const stopped = (part: Container['part'], state: Container['state'] = 'stopped', lastWords: string[] = []) =>
  known({
    containers: seen(
      (['nginx', 'postgres'] as const).map(
        (one): Container => ({
          part: one,
          name: `tt-prod-infra-${one}-1`,
          state: one === part ? state : 'well',
          status: 'Exited (1)',
          lastWords,
        }),
      ),
    ),
  })

test('a way back is one command, with where it goes, what it loses and how long it took the last time [4.4/D 4.4/H]', () => {
  expect(adviceFor('rollBackBackend', null, known())).toEqual({
    command: 'tiptop rollback prod backend',
    does: 'Ramène le backend à 1.0.0, sans couper personne.',
    loses: expect.stringMatching(/^aucune donnée/),
    tookMs: 12_000,
    besides: [],
  })
})

test('a way back that does not exist is no command, but why, and what is left to do [4.4/H]', () => {
  const back = { full: { why: 'c’est la première.' }, backend: { to: '' }, frontend: { to: '' } }
  const deployment = seen({ running: null, last: null, working: null, back, took: { rollback: null, restore: null } })
  const { command, does } = adviceFor('undoDeployment', null, known({ deployment }))
  expect(command).toBeNull()
  expect(does).toContain('c’est la première. Déployez une correction')
})

test('a database goes back to the newest copy, and the plays since are counted before [4.4/K]', () => {
  expect(adviceFor('restoreDatabase', null, known())).toMatchObject({
    command: 'tiptop restore prod --point backup-20261123-020000',
    loses: '42 participations depuis 2026-11-23 02:00 UTC ; la base abîmée est gardée à côté',
  })
  expect(adviceFor('restoreDatabase', null, known({ copy: seen(null) }))).toMatchObject({ command: null })
})

test.each<[string, DiagnosisFacts, string]>([
  ['Docker', known({ containers: blind }), 'systemctl restart docker'],
  ['a stopped database', stopped('postgres'), 'docker start tt-prod-infra-postgres-1'],
  ['an unhealthy door', stopped('nginx', 'unhealthy'), 'docker restart tt-prod-infra-nginx-1'],
  [
    'a door that refuses its configuration',
    stopped('nginx', 'stopped', ['2026/11/23 [emerg] 1#1: unknown directive "lisen" in /etc/tiptop/nginx.conf:12']),
    'tiptop rollback prod infra',
  ],
  [
    'a door whose certificate cannot be read',
    stopped('nginx', 'stopped', ['nginx: [emerg] cannot load certificate "/etc/nginx/tls/fullchain.pem"']),
    'docker start tt-prod-infra-nginx-1',
  ],
  ['a door that is gone', stopped('nginx', 'missing'), 'tiptop install prod'],
  [
    'an expired certificate',
    known({ certificate: seen({ until: '2026-11-01T00:00:00Z', shown: 'same' as const }) }),
    'certbot renew',
  ],
  [
    'a certificate that nginx has not loaded',
    known({ certificate: seen({ until: '2027-11-01T00:00:00Z', shown: 'other' as const }) }),
    'docker exec tt-prod-infra-nginx-1 nginx -c /etc/tiptop/nginx.conf -s reload',
  ],
  [
    'a full disk',
    known({ disks: seen([{ folder: '/srv', free: 1e6, total: 100e9 }]) }),
    'du --summarize --human-readable /srv/*',
  ],
])('where %s stands in the way of knowing, the command is the one that mends it [4.4/L]', (_what, facts, command) => {
  expect(adviceFor('lookFurther', 'apiMute', facts).command).toBe(command)
})
