import { afterAll, beforeAll, expect, test } from 'vitest'
import { windowOf } from '../../../src/archive/physical/reach/window.ts'
import { run } from '../../machine/run.ts'
import { until } from '../waiting.ts'
import { archivable, archived, clock, inside, openCluster, statusOf } from './cluster.ts'

let cluster: Awaited<ReturnType<typeof openCluster>>
beforeAll(async () => {
  cluster = await openCluster()
  const { server } = cluster
  await server.sql(`create schema operations_v1;
    create table operations_v1.plays (at timestamptz default clock_timestamp());
    create view operations_v1.accounts as select at from operations_v1.plays where false;
    create view operations_v1.handovers as select at from operations_v1.plays where false;`)
  await server.must('backup', 'base', 'prod')
})
afterAll(() => cluster?.close())

const play = () => cluster.server.sql('insert into operations_v1.plays default values')
const restore = async (...words: string[]) => {
  const { out, err } = await cluster.server.must('restore', 'prod', ...words)
  return out + err
}
const archiving = (verb: 'stop' | 'start') =>
  inside(cluster.server, 'runuser', '--user=postgres', '--', 'pgbackrest', '--log-level-console=off', verb)
const hereNow = async () => {
  const { server } = cluster
  const [here] = await windowOf(await server.target(), await server.outside())
  if (!here || 'why' in here || !here.until || !here.arrived) throw new Error('no window')
  return { until: here.until, arrived: here.arrived }
}

test('what the archive has not taken counts as lost from its end on, whatever moment of the database was asked for', async () => {
  const { server } = cluster
  await play()
  await archived(server)
  await archiving('stop')
  await play()
  const segment = await archivable(server)
  const moment = await clock(server)
  const plan = await restore('--to', moment.toISOString(), '--dry-run')
  expect(plan).toMatch(/l’archive s’arrête au [\d :-]+ UTC : ce qui la suit n’est que dans la base en service/)
  expect(plan).toContain('perdu depuis : 1 participation(s)')
  expect(await restore()).toMatch(/--to ".*dernier moment archivé ; perdu depuis : 1 participation\(s\)/)
  const { until: end } = await hereNow()
  expect(+end).toBeLessThan(+moment)
  await archiving('start')
  await until(async () => (await statusOf(server, segment)) === 'done', 120)
  const now = await hereNow()
  expect(+now.until).toBeGreaterThan(+end)
  expect(+now.until).toBeLessThan(+now.arrived)
  expect(await restore('--to', moment.toISOString(), '--dry-run')).toContain(
    'rien de ce que les gens ont fait n’est perdu',
  )
})

test('a database that is older than its archive proves nothing: what it counts is the least that is lost', async () => {
  const { server } = cluster
  const { database } = server.home
  const image = (await run(['docker', 'inspect', '--format', '{{.Image}}', database.container])).trim()
  const [inUse, older] = [`${server.home.stack}-database`, `${server.home.stack}-older`]
  const copy = async (from: string, to: string) => {
    await run(['docker', 'stop', database.container])
    const mounts = [`--volume=${from}:/from:ro`, `--volume=${to}:/to`, '--entrypoint=bash']
    await run(['docker', 'run', '--rm', ...mounts, image, '-c', 'rm -rf /to/* && cp -a /from/. /to/'])
    await run(['docker', 'start', database.container])
    await until(async () => (await server.sql('select 1').catch(() => '')) === '1', 60)
  }
  try {
    await copy(inUse, older)
    const moment = await clock(server)
    for (const _ of [1, 2]) {
      await play()
      await archived(server)
    }
    await copy(older, inUse)
    const plan = await restore('--to', moment.toISOString(), '--dry-run')
    expect(plan).toContain('sans que cela puisse être compté : la base en service s’arrête avant la fin de l’archive')
    expect(plan).toMatch(/l’archive va jusqu’au [\d :-]+ UTC, soit .* de plus/)
  } finally {
    await run(['docker', 'volume', 'rm', '--force', older])
  }
})
