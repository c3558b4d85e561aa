import { afterAll, beforeAll, expect, test } from 'vitest'
import { reached } from '../../../scripts/diagrams/reached.ts'
import type { Diagnosis } from '../../src/diagnosis/diagnose.ts'
import { psql } from '../../src/tools/postgres.ts'
import { run } from '../machine/run.ts'
import { REPOSITORY } from './application.ts'
import { openServing, publicHealth, serving } from './first-release.ts'
import { follow } from './follow-runbook.ts'
import { depositRoot, makeTickets } from './players.ts'
import { until } from './waiting.ts'

/** One server of production on which 1.1.0 serves after 1.0.0. All of it takes a little more than two minutes. */
let production: Awaited<ReturnType<typeof openServing>>
beforeAll(async () => {
  production = await openServing('prod', { STABILITY_MINUTES: '0.05' })
  await makeTickets(production.server, 100)
  await depositRoot(production.server)
  await production.commit({ version: '1.1.0' })
  await production.server.must('deploy', 'prod')
})
afterAll(() => production?.server.close())

async function diagnosed(...options: string[]) {
  const said = await production.server.tiptop('diagnose', 'prod', '--json', ...options)
  const diagnosis = JSON.parse(said.out || '{}') as Diagnosis
  const { decision, advice, path, healthy } = diagnosis
  reached(...(path ?? []))
  const finding = (title: string) => diagnosis.findings.find(found => found.title.startsWith(title))
  const because = (node: string) => diagnosis.questions.find(question => question.node === node)?.because ?? ''
  return {
    exitCode: said.exitCode,
    err: said.err,
    decision,
    advice,
    path: path?.at(-1),
    healthy,
    finding,
    because,
    diagnosis,
  }
}

async function container(piece: 'backend' | 'frontend'): Promise<string> {
  return `${production.server.home.stack}-${(await serving(production.server)).colour}-${piece}-1`
}
const infra = (part: 'nginx' | 'postgres') => `${production.server.home.stack}-infra-${part}-1`

/** While these containers are stopped. They are started again, and serve, before it ends. */
async function without<T>(names: string[], happening: () => Promise<T>): Promise<T> {
  await run(['docker', 'stop', '--time', '1', ...names])
  try {
    return await happening()
  } finally {
    await run(['docker', 'start', ...names])
    await until(async () => (await publicHealth(production.server).catch(() => null))?.code === 200)
    for (const name of names)
      await until(
        async () => (await run(['docker', 'inspect', '--format', '{{.State.Health.Status}}', name])) === 'healthy',
      )
  }
}

/** Visitors ask the API for something that fails. */
async function askInVain(times: number): Promise<void> {
  const { settings } = await production.server.target()
  const { web } = await production.server.outside()
  for (let time = 0; time < times; time++) await web.read(`${settings.NEXT_PUBLIC_API_URL}/contest`)
}

test('an environment in which all is well is said to be, by every probe, and nothing of them stays [4.4/A 4.4/L]', async () => {
  const found = await diagnosed()
  expect(found.diagnosis.findings?.filter(({ state }) => state !== 'well')).toEqual([])
  expect(found).toMatchObject({ exitCode: 0, healthy: true, decision: 'lookFurther' })
  expect(found.finding('Les pages')?.said[0]).toMatch(/^\d\d+ tables et index lus/)
  expect(await production.server.sql("select count(*) from pg_extension where extname = 'amcheck'")).toBe('0')
})

test('with the backend stopped the matrix leads to the backend, and says to which release [4.4/B 4.4/C 4.4/D]', async () => {
  const found = await without([await container('backend')], () => diagnosed())
  expect(found).toMatchObject({ exitCode: 1, decision: 'rollBackBackend', path: '4.4/D' })
  expect(found.advice).toMatchObject({
    command: 'tiptop rollback prod backend',
    does: expect.stringContaining('1.0.0'),
  })
  expect(found.finding('Les conteneurs')?.said.join()).toMatch(/backend-1 : arrêté \(Exited/)
})

test('with backend and frontend stopped everything goes back [4.4/E]', async () => {
  const found = await without([await container('backend'), await container('frontend')], () => diagnosed())
  expect(found).toMatchObject({ decision: 'rollBackAll', path: '4.4/E' })
  expect(found.advice.command).toBe('tiptop rollback prod full')
})

test('a site that is broken right after a deployment undoes the deployment [4.4/F 4.4/G 4.4/H]', async () => {
  const found = await without([await container('frontend')], () => diagnosed())
  expect(found).toMatchObject({ decision: 'undoDeployment', path: '4.4/H' })
  expect(found.because('4.4/F')).toMatch(/^le site : https:\/\/tiptop\.test\/ : 503/)
})

test('errors that came after a deployment undo it, with what was hit most as evidence [4.4/F 4.4/G 4.4/H]', async () => {
  const { server } = production
  await server.sql('revoke select on prizes, contests from tiptop_application')
  await askInVain(40)
  const found = await diagnosed()
  await server.sql('grant select on prizes, contests to tiptop_application')
  expect(found).toMatchObject({ decision: 'undoDeployment', path: '4.4/H' })
  expect(found.because('4.4/G')).toMatch(/deploy-/)
  expect(found.finding('Les réponses de nginx')?.said.join()).toContain('API /contest')
})

test('with the database stopped the advice is the command that starts it, and no way back [4.4/J 4.4/L]', async () => {
  const found = await without([infra('postgres')], () => diagnosed())
  expect(found).toMatchObject({ decision: 'lookFurther', path: '4.4/L' })
  expect(found.because('4.4/B')).toBe('elle répond, et dit que c’est la base qui manque')
  expect(found.because('4.4/J')).toContain('la base est arrêtée')
  expect(found.advice.command).toBe(`docker start ${infra('postgres')}`)
})

test('with the door closed nothing is known of what is behind it: nginx is started [4.4/B 4.4/L]', async () => {
  const found = await without([infra('nginx')], () => diagnosed())
  expect(found).toMatchObject({ decision: 'lookFurther', path: '4.4/L' })
  expect(found.because('4.4/B')).toContain('personne n’écoute')
  expect(found.advice.command).toBe(`docker start ${infra('nginx')}`)
})

/** Errors of the test before are still in the window of the last ten minutes: nginx's journal starts afresh. */
async function forgetErrors(): Promise<void> {
  await run(['docker', 'rm', '--force', infra('nginx')])
  await production.server.must('install', 'prod')
  await until(async () => (await publicHealth(production.server).catch(() => null))?.code === 200)
}

test('rows that disagree bring the database back, to a copy and with what would be lost [4.4/J 4.4/K]', async () => {
  const { server } = production
  await forgetErrors()
  const first = '(select min(id) from tickets where id > 0)'
  await server.sql(
    `update tickets set status = 'pending', played_at = now(), player_id = 999999, code = 'ABCDEFGHJK', prize_id = 1 where id = ${first}`,
  )
  const found = await diagnosed()
  await server.sql(
    `set session_replication_role = replica;
update tickets set status = 'unclaimed', played_at = null, player_id = null, code = null, prize_id = null where id = ${first}`,
  )
  expect(found).toMatchObject({ decision: 'restoreDatabase', path: '4.4/K' })
  expect(found.because('4.4/J')).toContain('1 tickets joués dont le joueur n’existe pas')
  expect(found.advice.command).toMatch(/^tiptop restore prod --point backup-\d{8}-\d{6}$/)
  expect(found.advice.loses).toMatch(/^\d+ participations depuis /)
})

test('a database that is gone is brought back, and not the backend that misses it [4.4/J 4.4/K]', async () => {
  const { home } = production.server
  const elsewhere = (statement: string) => run(psql(home.database, 'postgres'), { input: statement })
  await elsewhere(`alter database tiptop allow_connections false;
select pg_terminate_backend(pid) from pg_stat_activity where datname = 'tiptop';
alter database tiptop rename to mislaid;`)
  const found = await diagnosed()
  await elsewhere('alter database mislaid rename to tiptop; alter database tiptop allow_connections true;')
  await until(async () => (await publicHealth(production.server).catch(() => null))?.code === 200)
  expect(found).toMatchObject({ decision: 'restoreDatabase', path: '4.4/K' })
  expect(found.because('4.4/J')).toContain('n’y est plus')
})

test('an incident goes from its opening to its report by the runbook, word by word, and by the command that it gives [4.3/A 4.3/B 4.3/D 4.3/F 4.3/P 4.3/AD 4.3/AE 4.3/AW 4.3/AY 4.3/AZ]', async () => {
  const { server } = production
  await run(['docker', 'stop', '--time', '1', await container('backend')])
  await askInVain(10)
  const said = await follow('site-down', { ...process.env, ...server.env, OUTILS: REPOSITORY })
  const opened = said.find(block => block.includes('Et maintenant')) ?? ''
  expect(opened).toContain('→ 4.4/D  Ramener le backend')
  expect(/Et maintenant :\n {2}tiptop (.*)\n/.exec(opened)?.[1]).toBe('rollback prod backend')
  const report = said.at(-1)
  await server.lastIncident()
  expect(report).toMatch(/retour en arrière réussi/)
  expect(report).toMatch(/stable pendant 0,05 min/)
  const [, errors = '0'] = /- (\d+) réponses 5xx sur/.exec(report ?? '') ?? []
  expect(Number(errors)).toBeGreaterThanOrEqual(10)
})

test('errors after a rollback are not blamed on a deployment: the journals are read [4.4/G 4.4/I]', async () => {
  const { server } = production
  await server.sql('revoke select on prizes, contests from tiptop_application')
  await askInVain(40)
  const found = await diagnosed()
  await server.sql('grant select on prizes, contests to tiptop_application')
  expect(found).toMatchObject({ decision: 'readLogs', path: '4.4/I' })
  expect(found.advice.command).toMatch(/^docker logs --since 15m .*-backend-1$/)
})
