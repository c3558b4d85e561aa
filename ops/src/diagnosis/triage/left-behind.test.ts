import { expect, test } from 'vitest'
import { blind, deployed, known, seen } from '../../../test/laid/diagnosis-facts.ts'
import type { Maintenance } from '../../release/maintenance.ts'
import type { BrokenRun } from '../../runs/again.ts'
import { adviceFor } from './advice.ts'
import type { DiagnosisFacts } from './facts.ts'
import { leftBehind } from './left-behind.ts'

const RESTORE = 'tiptop restore prod --point backup-20261123-020000'
const restore: BrokenRun = {
  run: 'restore-1',
  procedure: 'restore',
  by: 'Anne',
  state: 'interrupted',
  at: 'Rendre la base',
  again: RESTORE,
}
const deploy: BrokenRun = { ...restore, run: 'deploy-1', procedure: 'deploy', again: 'tiptop deploy prod' }

const closedBy = (run: string, by = 'Anne') =>
  seen({
    standing: {
      since: '2026-11-23T02:10:00Z',
      reason: 'restauration',
      by,
      run,
      stays: run === '',
    } satisfies Maintenance,
  })

/** Nothing that players would see is wrong behind the page. */
const calm = { decision: 'lookFurther', stoppedAt: null } as const
const mute = { decision: 'rollBackAll', stoppedAt: null } as const

function left(broken: BrokenRun | null, closed: DiagnosisFacts['closed'], more: Partial<DiagnosisFacts> = {}) {
  return known({ deployment: deployed({ broken }), closed, ...more })
}
const open = seen({ standing: null })

test('a run that broke off and a closed site are named, each in a sentence, before the matrix', () => {
  expect(leftBehind(left(restore, closedBy('restore-1')))).toEqual([
    'INTERROMPU à « Rendre la base » : restauration par Anne (restore-1)',
    'Le site est fermé depuis 2026-11-23 02:10 UTC par Anne : restauration',
  ])
  expect(leftBehind(left({ ...restore, state: 'stuck' }, open))).toEqual([
    'BLOQUÉ à « Rendre la base » : restauration par Anne (restore-1)',
  ])
  expect(leftBehind(left(null, open))).toEqual([])
  expect(leftBehind(known({ deployment: blind, closed: blind }))).toEqual([])
})

test('a restoration that broke off with the site closed leads to the same restoration, whatever the matrix says', () => {
  for (const result of [mute, { decision: 'restoreDatabase', stoppedAt: null }] as const)
    expect(adviceFor(result, left(restore, closedBy('restore-1')))).toEqual({
      command: RESTORE,
      does: 'Reprend ce qui s’est arrêté, et range ce qui en était resté.',
      loses: 'rien de plus que la première fois',
      tookMs: 95_000,
      besides: ['Pour rouvrir le site tel quel : tiptop maintenance off prod'],
    })
  const stoppedDatabase = { database: seen({ state: 'stopped', why: '' } as const) }
  const stoppedMatrix = { decision: 'lookFurther', stoppedAt: 'apiMute' } as const
  expect(adviceFor(stoppedMatrix, left(restore, closedBy('restore-1'), stoppedDatabase)).command).toBe(RESTORE)
})

test('a closed site behind which everything answers is opened', () => {
  expect(adviceFor(calm, left(null, closedBy('')))).toMatchObject({
    command: 'tiptop maintenance off prod',
    besides: [],
  })
  for (const broken of [restore, deploy])
    expect(adviceFor(calm, left(broken, closedBy(broken.run)))).toMatchObject({
      command: 'tiptop maintenance off prod',
      besides: [`Pour reprendre ce qui s’est arrêté : ${broken.again}`],
    })
})

test('a run that broke off without closing anything is done again once all is well, and comes second to a symptom', () => {
  expect(adviceFor(calm, left(deploy, open))).toMatchObject({
    command: 'tiptop deploy prod',
    tookMs: null,
    besides: [],
  })
  expect(adviceFor(mute, left(deploy, open))).toMatchObject({
    command: 'tiptop rollback prod full',
    besides: ['Pour reprendre ce qui s’est arrêté : tiptop deploy prod'],
  })
})

test('a person who closed the site over a symptom is led to its cause first, then to the opening', () => {
  expect(adviceFor(mute, left(null, closedBy('')))).toMatchObject({
    command: 'tiptop rollback prod full',
    besides: ['Enfin, rouvrir le site : tiptop maintenance off prod'],
  })
})

test('a run at work that has closed the site is waited for', () => {
  const working = { run: 'restore-2', procedure: 'restore', by: 'Anne', startedAt: '' }
  const facts = known({ deployment: deployed({ working }), closed: closedBy('restore-2') })
  expect(adviceFor(mute, facts).command).toBe('tiptop runs show last')
})

test('without the engine or without room nothing can be done again: that comes first', () => {
  const full = { disks: seen([{ folder: '/srv', free: 1, total: 100e9 }]) }
  expect(adviceFor(mute, left(restore, closedBy('restore-1'), full))).toMatchObject({
    command: 'du --summarize --human-readable /srv/*',
    besides: [`Ensuite : ${RESTORE}`],
  })
  const without = left(restore, closedBy('restore-1'), { containers: blind })
  expect(adviceFor(mute, without).command).toBe('systemctl restart docker')
})
