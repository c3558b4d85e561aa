import { spawn } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Diagnosis } from '../../src/diagnosis/diagnose.ts'
import { listRuns, type Run } from '../../src/runs/runs.ts'
import { REPOSITORY } from './application.ts'
import { publicHealth, serving } from './first-release.ts'
import { openHook } from './hook.ts'
import { containers, untilJournalSays } from './seen.ts'
import { openServer, type Server } from './server.ts'
import { until } from './waiting.ts'

const PRELOAD = join(import.meta.dirname, 'kill-at.ts')

let server: Server
let hook: Awaited<ReturnType<typeof openHook>>
beforeAll(async () => {
  hook = await openHook()
  server = await openServer('prod')
  await writeFile(server.home.secret('notify-webhook'), hook.url)
  await server.install()
  await server.repository.commit({ version: '1.0.0' })
  await server.must('deploy', 'prod')
})
afterAll(async () => {
  await server.close()
  await hook.close()
})

const newest = async () => (await listRuns(server.home.runs))[0]

async function diagnosed() {
  const { exitCode, out } = await server.tiptop('diagnose', 'prod', '--json')
  return { exitCode, diagnosis: JSON.parse(out) as Diagnosis }
}

test('a deployment whose terminal is gone takes back what it did after the switch, and people on call are notified', async () => {
  const [before, former] = [await serving(server), await newest()]
  await server.repository.commit({ version: '1.1.0' })
  const command = `${process.execPath} ${join(REPOSITORY, 'ops', 'src', 'main.ts')} deploy prod`
  const terminal = spawn('script', ['--quiet', '--command', `bash -c '${command}; true'`, '/dev/null'], {
    cwd: server.repository.folder,
    env: { ...process.env, ...server.env },
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  const isTrying = (run?: Run) => run?.steps.some(({ title }) => title === 'Essayer une connexion') ?? false
  await until(async () => {
    const run = await newest()
    return run?.name !== former?.name && isTrying(run)
  }, 120)
  terminal.kill('SIGKILL')
  await until(async () => (await newest())?.state === 'undone', 60)
  expect(await newest()).toMatchObject({ reason: expect.stringMatching(/^la connexion a été coupée \((SIGHUP|EIO)\)/) })
  expect(await serving(server)).toEqual(before)
  expect(await publicHealth(server)).toMatchObject({ code: 200, version: '1.0.0' })
  const taken = expect.stringMatching(/^\[prod\] le déploiement de main \(\w+\) a échoué et a été défait$/)
  await until(async () => hook.posts.length > 1, 30)
  expect(hook.posts.at(-1)).toMatchObject({ severity: 'alert', subject: taken })
})

test('killed while the database is migrated, a deployment is named by diagnose, and the same again ends it', async () => {
  const sql = 'create table demo_cut (id integer primary key);\nselect pg_sleep(1.5);\n'
  await server.repository.commit({ version: '1.2.0', migration: { name: '9001-demo', sql } })
  const env = { NODE_OPTIONS: `--import=${PRELOAD}`, KILL_AT: JSON.stringify({ step: 'Migrer la base', afterMs: 500 }) }
  const { child, ended } = server.start(['deploy', 'prod'], env)
  await ended
  expect(child.signalCode).toBe('SIGKILL')
  expect(await publicHealth(server)).toMatchObject({ code: 200, version: '1.0.0' })
  const { exitCode, diagnosis } = await diagnosed()
  expect(exitCode).toBe(1)
  expect(diagnosis.leftBehind).toEqual([
    expect.stringMatching(/^INTERROMPU à « Migrer la base » : déploiement par exploitant/),
  ])
  const { command } = diagnosis.advice
  expect(command).toMatch(/^tiptop deploy prod --branch main --commit [\da-f]{40}$/)
  await server.must(...(command ?? '').split(' ').slice(1))
  expect(await publicHealth(server)).toMatchObject({ code: 200, version: '1.2.0' })
  expect((await diagnosed()).diagnosis.leftBehind).toEqual([])
})

test('a restore that is killed behind the page is named by diagnose, whose command ends it and opens the site', async () => {
  const { child, ended } = server.start(['restore', 'prod', '--point', 'last', '--yes'])
  await untilJournalSays(server, child, '"title":"Arrêter l’application","state":"done"')
  child.kill('SIGKILL')
  await ended
  expect((await publicHealth(server)).code).not.toBe(200)
  const { diagnosis } = await diagnosed()
  expect(diagnosis.leftBehind).toEqual([
    expect.stringMatching(/^INTERROMPU à « .* » : restauration par exploitant/),
    expect.stringMatching(/^Le site est fermé depuis .* par exploitant : restauration$/),
  ])
  const { command } = diagnosis.advice
  expect(command).toMatch(/^tiptop restore prod --point backup-\d{8}-\d{6}$/)
  await server.must(...(command ?? '').split(' ').slice(1), '--yes')
  const after = await diagnosed()
  expect(after.diagnosis.findings.filter(({ state }) => state !== 'well')).toEqual([])
  expect(after.exitCode).toBe(0)
  const { colour } = await serving(server)
  expect(await containers(server)).toContain(`${colour}-backend-1 running`)
})
