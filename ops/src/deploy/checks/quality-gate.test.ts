import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { settingsText } from '../../../test/door.ts'
import { green, openSonarServer, red } from '../../../test/pipeline/sonar/sonar-server.ts'
import { homeOf } from '../../environment/home.ts'
import { parseSettings } from '../../environment/settings.ts'
import { CommandFailed, type Shell } from '../../tools/shell.ts'
import { scan } from '../../tools/sonar.ts'
import { analyse, judgeQuality, type QualityAnalysis, sonarOf } from './quality-gate.ts'

const opened: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of opened.splice(0)) await close()
})

type Behaviour = Parameters<typeof openSonarServer>[0]

/** An analysis against a server of our own, whose scanner is `scanner`: what the real one does is tested with Java. */
async function start(behaviour: Behaviour = {}, given: Partial<QualityAnalysis> = {}, scanner = handsIn) {
  const server = await openSonarServer(behaviour)
  const checkout = await mkdtemp(join(tmpdir(), 'tiptop-quality-'))
  opened.push(server.close, () => rm(checkout, { recursive: true }))
  const asked = { checkout, url: server.url, project: 'tiptop', token: 'demo-token', ...given }
  const told: string[] = []
  const tools = { shell: { read: scanner, run: scanner } satisfies Shell }
  const signal = given.signal ?? new AbortController().signal
  const quality = analyse(tools, { ...asked, signal, tell: text => told.push(text) }, { everyMs: 1, withinMs: 400 })
  return { quality, told, server }
}

const handsIn: Shell['run'] = async (_command, { cwd = '', env } = {}) => {
  expect(env).toEqual({ SONAR_TOKEN: 'demo-token' })
  await mkdir(join(cwd, '.scannerwork'))
  const lines = ['dashboardUrl=https://sonar.exemple.test/dashboard?id=tiptop', 'ceTaskId=task-1']
  await writeFile(join(cwd, '.scannerwork', 'report-task.txt'), lines.join('\n'))
  return ''
}

test('a gate that is met comes with its measures', async () => {
  const { quality, told } = await start({ gate: green, tasks: ['PENDING', 'IN_PROGRESS', 'SUCCESS'] })
  expect(await quality).toEqual({
    state: 'passed',
    conditions: [{ measure: 'couverture du nouveau code', value: '91,4', limit: 'au moins 80', met: true }],
    url: 'https://sonar.exemple.test/dashboard?id=tiptop',
  })
  expect(told).toEqual(['analyse du code', 'SonarQube calcule le résultat'])
})

test('a red gate names each measure that falls short', async () => {
  const { quality } = await start({ gate: red })
  expect(await quality).toMatchObject({
    state: 'failed',
    reason:
      'Le seuil de qualité n’est pas atteint : couverture du nouveau code 71,2 (au moins 80), ' +
      'fiabilité du nouveau code C (au plus A).',
  })
})

test('a project without a gate is not a project that passed', () => {
  const judged = judgeQuality({ status: 'NONE', conditions: [] }, 'https://sonar.exemple.test')
  expect(judged).toMatchObject({ state: 'unknown', reason: 'SonarQube n’a aucun seuil de qualité pour ce projet.' })
})

test('a measure without a value or a threshold is shown by its own name, and is not met when the gate says so', () => {
  const condition = { metricKey: 'new_blocker_violations', status: 'ERROR' }
  expect(judgeQuality({ status: 'ERROR', conditions: [condition] }, '')).toMatchObject({
    state: 'failed',
    conditions: [{ measure: 'new_blocker_violations', value: 'sans valeur', limit: 'au plus ', met: false }],
  })
})

test('a red gate without any measure that falls short is red all the same', () => {
  const judged = judgeQuality({ status: 'ERROR', conditions: [] }, '')
  expect(judged).toMatchObject({ state: 'failed', reason: 'Le seuil de qualité n’est pas atteint.' })
})

test.each([
  ['', null],
  ['https://sonar.exemple.test', { url: 'https://sonar.exemple.test', project: 'tiptop', token: 'demo-token' }],
])('an environment whose SONAR_URL is « %s » has this SonarQube', async (url, project) => {
  const root = await mkdtemp(join(tmpdir(), 'tiptop-quality-'))
  opened.push(() => rm(root, { recursive: true }))
  const home = homeOf({ root, backups: root, project: 'tiptop-test' }, 'dev')
  await mkdir(join(home.secret('sonar-token'), '..'), { recursive: true })
  await writeFile(home.secret('sonar-token'), 'demo-token\n')
  const text = settingsText({ ENVIRONMENT: 'dev', SONAR_URL: url, SONAR_PROJECT: 'tiptop' })
  expect(await sonarOf({ home, settings: parseSettings(text, 'essai') })).toEqual(project)
})

test('without a page of its own, an analysis is shown by the address of SonarQube', async () => {
  const { quality, server } = await start({ gate: green }, {}, async (_command, { cwd = '' } = {}) => {
    await mkdir(join(cwd, '.scannerwork'))
    await writeFile(join(cwd, '.scannerwork', 'report-task.txt'), 'ceTaskId=task-1')
    return ''
  })
  expect(await quality).toMatchObject({ state: 'passed', url: server.url })
})

test('a server that is down leaves the quality unknown and names the address that does not answer', async () => {
  const server = await openSonarServer()
  await server.close()
  const { quality } = await start({}, { url: server.url })
  const reason = `SonarQube ne répond pas sur ${server.url} (ECONNREFUSED).`
  expect(await quality).toEqual({ state: 'unknown', conditions: [], url: server.url, reason })
})

const troubles: [string, Behaviour, Partial<QualityAnalysis>, string][] = [
  ['a server that is starting', { status: 'STARTING' }, {}, 'SonarQube n’est pas prêt (STARTING).'],
  ['a wrong token', {}, { token: 'wrong' }, 'SonarQube refuse le jeton (secrets/sonar-token).'],
  ['no address', {}, { url: '' }, 'Pas d’analyse : SONAR_URL n’est pas réglé.'],
  ['no project', {}, { project: '' }, 'Pas d’analyse : SONAR_PROJECT n’est pas réglé.'],
  ['no token', {}, { token: '' }, 'Pas d’analyse : secrets/sonar-token est vide.'],
  [
    'an analysis that SonarQube cannot read',
    { tasks: ['FAILED'] },
    {},
    'SonarQube n’a pas pu calculer l’analyse : le rapport est illisible.',
  ],
  ['an analysis that never ends', { tasks: ['IN_PROGRESS'] }, {}, 'SonarQube calcule encore après 0 s.'],
  ['an answer of something else', { gate: 'bonjour' }, {}, 'la réponse de /api/qualitygates/project_status'],
]
test.each(troubles)('%s leaves the quality unknown, in one sentence', async (_name, behaviour, given, sentence) => {
  const { quality } = await start(behaviour, given)
  const { state, reason } = (await quality) as { state: string; reason: string }
  expect(state).toBe('unknown')
  expect(reason.toLowerCase()).toContain(sentence.toLowerCase())
})

test('a scanner that fails is quoted by its last words, without the token', async () => {
  const { quality } = await start({}, {}, async command => {
    throw new CommandFailed(command, 1, 'Scanner engine failed for demo-token')
  })
  const { state, reason } = (await quality) as { state: string; reason: string }
  expect(state).toBe('unknown')
  expect(reason).toContain('Scanner engine failed for •••')
})

test('a scanner that is stopped for its time says so', async () => {
  const { quality } = await start({}, {}, async command => {
    throw new CommandFailed(command, 124, '')
  })
  expect(await quality).toMatchObject({ state: 'unknown', reason: 'Le scanner n’a pas fini à temps.' })
})

test('a deployment that is asked to stop does not wait for SonarQube', async () => {
  const stop = new AbortController()
  const { quality, server } = await start({ silent: /ce\/task/ }, { signal: stop.signal })
  await expect.poll(() => server.asked.some(path => path.includes('/api/ce/task'))).toBe(true)
  stop.abort(new Error('arrêt demandé'))
  await expect(quality).rejects.toThrow('arrêt demandé')
})

test('the token is in no argument of the scanner, and the scan ends after ten minutes at most', () => {
  const command = scan({ url: 'https://sonar.exemple.test', project: 'tiptop', version: 'abc' })
  expect(command.slice(0, 3)).toEqual(['timeout', '--kill-after=10', '600'])
  expect(command).toContain('-Dsonar.host.url=https://sonar.exemple.test')
  expect(command.join(' ')).not.toMatch(/token/i)
})
