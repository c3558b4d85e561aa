import { expect, test } from 'vitest'
import { reached } from '../../../../scripts/diagrams/reached.ts'
import type { Container } from '../../environment/facts/containers.ts'
import type { ProbeResult } from '../probe.ts'
import type { DatabaseState } from '../probes/database.ts'
import type { DeploymentState } from '../probes/deployment.ts'
import type { Traffic } from '../probes/traffic.ts'
import { decide, type TriageAnswer, type TriageQuestion } from './decide.ts'
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
    broken: null,
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

/** An environment in which all is well, deployed long ago, except for what is given. */
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
  const decided = decide(answersOf(judged))
  reached(...decided.path)
  return { ...decided, answers: answersOf(judged), because }
}

const JUST_NOW = '2026-11-23T02:30:00Z'
const deployedNever = seen<DeploymentState>({
  running: null,
  last: null,
  working: null,
  broken: null,
  back: { full: { to: '' }, backend: { to: '' }, frontend: { to: '' } },
  took: { rollback: null, restore: null },
})
const faulty = (...faults: string[]) => seen({ faults, said: '' })
const faultless = faulty()
const silent = { state: 'silent', why: 'pas de réponse en 5 s' } as const
const burst = traffic({ errors: 200 })

test('an API that does not answer is the fault of the release only if nginx and the database are well [4.4/B]', () => {
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

test('while nginx cannot be reached the state behind it is unknown: no rollback [4.4/B 4.4/L]', () => {
  const { decision, stoppedAt, because } = decidedFrom({ api: blind, site: blind })
  expect({ decision, stoppedAt }).toEqual({ decision: 'lookFurther', stoppedAt: 'apiMute' })
  expect(because('apiMute')).toBe('elle n’a pas pu être jointe : pas fini en 12 s')
})

test('an API without its database is not mute, and its errors are not the fault of the release [4.4/F 4.4/L]', () => {
  const gone = { api: seen({ state: 'no-database', why: '503' }), traffic: seen(burst) } as Partial<Symptoms>
  const stopped = decidedFrom({ ...gone, database: seen({ state: 'stopped', why: 'son conteneur ne tourne pas' }) })
  expect(stopped).toMatchObject({ decision: 'lookFurther', stoppedAt: 'dataWrong' })
  const dropped = decidedFrom({ ...gone, database: seen({ state: 'missing', why: 'la base n’y est plus' }) })
  expect(dropped).toMatchObject({ decision: 'restoreDatabase' })
})

test('a deployment is blamed for errors if it is recent, came last, and had none before it [4.4/G 4.4/H 4.4/I]', () => {
  const decisions = {
    young: decidedFrom({ traffic: seen(burst), deployment: deployed('deploy', JUST_NOW) }),
    old: decidedFrom({ traffic: seen(burst), deployment: deployed('deploy', '2026-11-23T00:59:00Z') }),
    undone: decidedFrom({ traffic: seen(burst), deployment: deployed('rollback', JUST_NOW) }),
    before: decidedFrom({
      traffic: seen({ ...burst, before: { requests: 500, errors: 100 } }),
      deployment: deployed('deploy', JUST_NOW),
    }),
    after: decidedFrom({
      traffic: seen({ ...burst, before: { requests: 500, errors: 1 } }),
      deployment: deployed('deploy', JUST_NOW),
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

test('a broken site beside an API that answers counts as errors: the matrix has no other question for it [4.4/F]', () => {
  const site = seen({ state: 'wrong', why: 'son script répond 404' } as const)
  expect(decidedFrom({ site }).answers.errors).toBe('yes')
  expect(decidedFrom({ site, deployment: deployed('deploy', NOW.toISOString()) }).decision).toBe('undoDeployment')
})

test('one check that finds a fault makes the data wrong, and one that did not end makes it unknown [4.4/J 4.4/K]', () => {
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

test('data is not right in a database whose tables cannot be checked [4.4/J 4.4/L]', () => {
  const database = seen({ ...answering, whole: null })
  const { decision, stoppedAt, because } = decidedFrom({ database })
  expect({ decision, stoppedAt }).toEqual({ decision: 'lookFurther', stoppedAt: 'dataWrong' })
  expect(because('dataWrong')).toBe('la base est trop ancienne pour que ses tables soient contrôlées')
})

const HEALTHY = 'elle répond, version 1.0.0'
const UNHEALTHY_DOOR = 'nginx n’est pas en état (unhealthy) : on ne sait rien de ce qui est derrière'
const stoppedDatabase = seen<DatabaseState>({ state: 'stopped', why: 'son conteneur ne tourne pas' })

test.each<[string, Partial<Symptoms>, TriageQuestion, TriageAnswer, string]>([
  ['an API that is well', {}, 'apiMute', 'no', HEALTHY],
  [
    'a mute API behind a door that is ill',
    { api: seen(silent), containers: containers(container('nginx', 'unhealthy')) },
    'apiMute',
    'unknown',
    UNHEALTHY_DOOR,
  ],
  [
    'a mute API where Docker does not answer',
    { api: seen(silent), containers: blind },
    'apiMute',
    'unknown',
    'Docker ne répond pas (pas fini en 12 s) : on ne sait rien de ce qui est derrière',
  ],
  [
    'a mute API above a stopped database',
    { api: seen(silent), database: stoppedDatabase },
    'apiMute',
    'unknown',
    'elle ne peut pas répondre : son conteneur ne tourne pas',
  ],
  ['a mute API above a database that is unknown', { api: seen(silent), database: blind }, 'apiMute', 'yes', silent.why],
  [
    'an API without its database',
    { api: seen({ state: 'no-database', why: '503' }) },
    'apiMute',
    'no',
    'elle répond, et dit que c’est la base qui manque',
  ],
  ['a site that is well', {}, 'siteAnswers', 'yes', 'sa page d’accueil et ses scripts répondent'],
  [
    'a site that was not reached',
    { site: blind },
    'siteAnswers',
    'unknown',
    'il n’a pas pu être joint : pas fini en 12 s',
  ],
  [
    'a mute site behind a door that is ill',
    { site: seen(silent), containers: containers(container('nginx', 'unhealthy')) },
    'siteAnswers',
    'unknown',
    UNHEALTHY_DOOR,
  ],
  ['a mute site', { site: seen(silent) }, 'siteAnswers', 'no', silent.why],
  ['few errors', { traffic: seen(traffic({ errors: 5 })) }, 'errors', 'no', '5 sur 1000 requêtes (0,5 %) en 10 min'],
  ['many errors', { traffic: seen(burst) }, 'errors', 'yes', '200 sur 1000 requêtes (20 %) en 10 min'],
  ['no request', { traffic: seen(traffic({ requests: 0 })) }, 'errors', 'no', 'aucune requête en 10 min'],
  [
    'an unreadable journal of nginx',
    { traffic: blind },
    'errors',
    'unknown',
    'le journal de nginx n’a pas pu être lu : pas fini en 12 s',
  ],
  [
    'a broken site',
    { site: seen({ state: 'wrong', why: 'son script répond 404' }) },
    'errors',
    'yes',
    'le site : son script répond 404',
  ],
  [
    'errors above a stopped database',
    { traffic: seen(burst), database: stoppedDatabase },
    'errors',
    'no',
    's’il y en a, elles ne viennent pas de la version : son conteneur ne tourne pas',
  ],
  [
    'errors of an API without its database',
    { traffic: seen(burst), api: seen({ state: 'no-database', why: '503' }) },
    'errors',
    'no',
    's’il y en a, elles ne viennent pas de la version : la base ne répond pas à l’API',
  ],
  [
    'journals that cannot be read',
    { deployment: { ...blind, unknown: 'EACCES\nat readdir' } },
    'justDeployed',
    'unknown',
    'les journaux n’ont pas pu être lus : EACCES',
  ],
  [
    'journals without a deployment',
    { deployment: deployedNever },
    'justDeployed',
    'no',
    'aucun déploiement dans les journaux',
  ],
  [
    'an old deployment',
    {},
    'justDeployed',
    'no',
    'le dernier changement est trop ancien (run-deploy, fini à 2026-11-01 00:00 UTC)',
  ],
  [
    'a rollback after a deployment',
    { deployment: deployed('rollback', JUST_NOW) },
    'justDeployed',
    'no',
    'le dernier changement est déjà un retour (run-rollback, fini à 2026-11-23 02:30 UTC)',
  ],
  [
    'errors before a young deployment',
    { deployment: deployed('deploy', JUST_NOW), traffic: seen({ ...burst, before: { requests: 500, errors: 100 } }) },
    'justDeployed',
    'no',
    'il y avait déjà 100 erreurs sur 500 requêtes avant (run-deploy, fini à 2026-11-23 02:30 UTC)',
  ],
  [
    'no errors before a young deployment',
    { deployment: deployed('deploy', JUST_NOW), traffic: seen({ ...burst, before: { requests: 500, errors: 0 } }) },
    'justDeployed',
    'yes',
    'les erreurs sont venues après (run-deploy, fini à 2026-11-23 02:30 UTC)',
  ],
  [
    'a young deployment before which nothing is known',
    { deployment: deployed('deploy', JUST_NOW), traffic: blind },
    'justDeployed',
    'yes',
    'run-deploy, fini à 2026-11-23 02:30 UTC',
  ],
  ['rows and pages that are right', {}, 'dataWrong', 'no', 'tous les contrôles passent'],
  [
    'damaged pages',
    { database: seen({ ...answering, damaged: 2 }) },
    'dataWrong',
    'yes',
    '2 pages abîmées sur le disque',
  ],
  ['one fault', { data: [faulty('3 tickets sans joueur')] }, 'dataWrong', 'yes', '3 tickets sans joueur'],
  ['two faults', { data: [faulty('a'), faulty('b')] }, 'dataWrong', 'yes', 'a, et 1 autre'],
  ['three faults', { data: [faulty('a'), faulty('b', 'c')] }, 'dataWrong', 'yes', 'a, et 2 autres'],
  [
    'a fault in a database that is otherwise unknown',
    { database: blind, data: [faulty('a')] },
    'dataWrong',
    'yes',
    'a',
  ],
  [
    'a database that could not be looked at',
    { database: blind },
    'dataWrong',
    'unknown',
    'la base n’a pas pu être regardée : pas fini en 12 s',
  ],
  [
    'a stopped database',
    { database: stoppedDatabase },
    'dataWrong',
    'unknown',
    'la base est arrêtée : son conteneur ne tourne pas',
  ],
  [
    'a check that did not end',
    { data: [faultless, blind, faultless] },
    'dataWrong',
    'unknown',
    '1 contrôle sur 3 n’a pas abouti : pas fini en 12 s',
  ],
])('%s: the question is answered with its reason', (_what, more, question, answer, because) => {
  const decided = decidedFrom(more)
  expect([decided.answers[question], decided.because(question)]).toEqual([answer, because])
})
