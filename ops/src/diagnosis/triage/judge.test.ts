import { expect, test } from 'vitest'
import type { Container } from '../../environment/facts/containers.ts'
import type { ProbeResult } from '../probe.ts'
import type { DatabaseState } from '../probes/database.ts'
import type { Traffic } from '../probes/traffic.ts'
import { decide } from './decide.ts'
import { answersOf, judge, type Symptoms } from './judge.ts'

const NOW = new Date('2026-11-23T03:00:00Z')
const RECENT_MS = 7_200_000
const seen = <T>(value: T): ProbeResult<T> => ({ at: NOW.toISOString(), ms: 1, seen: value })
const blind = { at: NOW.toISOString(), ms: 1, unknown: 'pas fini en 12 s' }

const container = (part: Container['part'], state: Container['state'] = 'well'): Container => ({
  part,
  state,
  name: `tiptop-prod-${part}`,
  status: state,
  lastWords: [],
})
const containers = (...ill: Container[]) =>
  seen(
    (['nginx', 'postgres', 'backend', 'frontend'] as const).map(
      part => ill.find(one => one.part === part) ?? container(part),
    ),
  )
const traffic = (more: Partial<Traffic> = {}): Traffic => ({
  requests: 1000,
  errors: 0,
  minutes: 10,
  closed: 0,
  firstErrorAt: null,
  worst: [],
  before: null,
  ...more,
})
const deployed = (procedure: string, endedAt: string): Symptoms['deployment'] =>
  seen({
    running: null,
    last: { run: `run-${procedure}`, procedure, by: 'Jenkins', endedAt },
    working: null,
    back: { full: { to: '1.0.0' }, backend: { to: '1.0.0' }, frontend: { to: '1.0.0' } },
    took: { rollback: null, restore: null },
  })

const answering: DatabaseState = {
  state: 'answers',
  bytes: 1,
  connections: { used: 1, most: 100 },
  damaged: 0,
  schema: '0008-operations',
  whole: true,
}

/** An environment in which all is well, deployed long ago, but for what is given. */
function symptoms(more: Partial<Symptoms> = {}): Symptoms {
  return {
    api: seen({ state: 'healthy', version: '1.0.0', commit: 'abcdef0', ms: 4 }),
    site: seen({ state: 'answers' }),
    traffic: seen(traffic()),
    deployment: deployed('deploy', '2026-11-01T00:00:00Z'),
    containers: containers(),
    database: seen(answering),
    data: [seen({ faults: [], said: '' }), seen({ faults: [], said: '' })],
    ...more,
  }
}

function decidedFrom(more: Partial<Symptoms>) {
  const judged = judge(symptoms(more), NOW, RECENT_MS)
  const because = (question: string) => judged.find(one => one.question === question)?.because
  return { ...decide(answersOf(judged)), answers: answersOf(judged), because }
}

const silent = { state: 'silent', why: 'pas de réponse en 5 s' } as const
const burst = traffic({ errors: 200 })

test('an API that does not answer is the release’s fault only behind a door that is open and beside a database that answers [4.4/B]', () => {
  expect(decidedFrom({ api: seen(silent) })).toMatchObject({ decision: 'rollBackBackend' })
  expect(decidedFrom({ api: seen(silent), site: seen(silent) })).toMatchObject({ decision: 'rollBackAll' })
  for (const more of [
    { containers: containers(container('nginx', 'unhealthy')) },
    { containers: blind },
    { database: seen({ state: 'stopped', why: 'son conteneur ne tourne pas' }) },
  ] as Partial<Symptoms>[])
    expect(decidedFrom({ api: seen(silent), site: seen(silent), ...more })).toMatchObject({
      decision: 'lookFurther',
      stoppedAt: 'apiMute',
    })
})

test('a door at which nobody listens tells nothing of what is behind it: no rollback [4.4/B 4.4/L]', () => {
  const { decision, stoppedAt, because } = decidedFrom({ api: blind, site: blind })
  expect({ decision, stoppedAt }).toEqual({ decision: 'lookFurther', stoppedAt: 'apiMute' })
  expect(because('apiMute')).toBe('elle n’a pas pu être jointe : pas fini en 12 s')
})

test('an API that misses its database is not mute, and its errors are not the release’s [4.4/F 4.4/L]', () => {
  const gone = { api: seen({ state: 'no-database', why: '503' }), traffic: seen(burst) } as Partial<Symptoms>
  const stopped = decidedFrom({ ...gone, database: seen({ state: 'stopped', why: 'son conteneur ne tourne pas' }) })
  expect(stopped).toMatchObject({ decision: 'lookFurther', stoppedAt: 'dataWrong' })
  const dropped = decidedFrom({ ...gone, database: seen({ state: 'missing', why: 'la base n’y est plus' }) })
  expect(dropped).toMatchObject({ decision: 'restoreDatabase' })
})

test('errors are blamed on a deployment that is young, came last, and before which there were none [4.4/G 4.4/H 4.4/I]', () => {
  const justNow = '2026-11-23T02:30:00Z'
  const decisions = {
    young: decidedFrom({ traffic: seen(burst), deployment: deployed('deploy', justNow) }),
    old: decidedFrom({ traffic: seen(burst), deployment: deployed('deploy', '2026-11-23T00:59:00Z') }),
    undone: decidedFrom({ traffic: seen(burst), deployment: deployed('rollback', justNow) }),
    before: decidedFrom({
      traffic: seen({ ...burst, before: { requests: 500, errors: 100 } }),
      deployment: deployed('deploy', justNow),
    }),
    after: decidedFrom({
      traffic: seen({ ...burst, before: { requests: 500, errors: 1 } }),
      deployment: deployed('deploy', justNow),
    }),
  }
  expect(Object.entries(decisions).map(([name, { decision }]) => `${name} ${decision}`)).toEqual([
    'young undoDeployment',
    'old readLogs',
    'undone readLogs',
    'before readLogs',
    'after undoDeployment',
  ])
})

test('a site that is broken behind an API that answers counts as errors, for which the matrix has no other way [4.4/F]', () => {
  const site = seen({ state: 'wrong', why: 'son script répond 404' } as const)
  expect(decidedFrom({ site }).answers.errors).toBe('yes')
  expect(decidedFrom({ site, deployment: deployed('deploy', NOW.toISOString()) }).decision).toBe('undoDeployment')
})

test('one wrong check is enough for wrong data, and one that did not end for not knowing [4.4/J 4.4/K]', () => {
  const fault = seen({ faults: ['3 tickets joués sans participation', 'x'], said: '' })
  const wrong = decidedFrom({ data: [blind, fault] })
  expect(wrong.decision).toBe('restoreDatabase')
  expect(wrong.because('dataWrong')).toBe('3 tickets joués sans participation, et 1 autre')
  expect(decidedFrom({ data: [blind, seen({ faults: [], said: '' })] })).toMatchObject({ stoppedAt: 'dataWrong' })
})

test('a few errors among many requests are no symptom', () => {
  expect(decidedFrom({ traffic: seen(traffic({ errors: 2, requests: 3 })) }).answers.errors).toBe('no')
  expect(decidedFrom({ traffic: seen(traffic({ errors: 9 })) }).answers.errors).toBe('no')
  expect(decidedFrom({ traffic: seen(traffic({ errors: 10 })) }).answers.errors).toBe('yes')
  expect(decidedFrom({ traffic: blind }).answers.errors).toBe('unknown')
})

test('a database whose tables cannot be checked is not one whose data is right [4.4/J 4.4/L]', () => {
  const database = seen({ ...answering, whole: null })
  const { decision, stoppedAt, because } = decidedFrom({ database })
  expect({ decision, stoppedAt }).toEqual({ decision: 'lookFurther', stoppedAt: 'dataWrong' })
  expect(because('dataWrong')).toBe('la base est trop ancienne pour que ses tables soient contrôlées')
})
