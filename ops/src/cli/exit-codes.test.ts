import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { settingsText } from '../../test/door.ts'
import { openOnCall } from '../../test/incident/on-call.ts'
import { pretendProgram, runTiptop } from '../../test/machine/tiptop-process.ts'
import { drawKeys } from '../../test/stores/scratch-target.ts'
import { takeLock } from '../procedure/lock.ts'
import { listRuns } from '../runs/runs.ts'

let onCall: Awaited<ReturnType<typeof openOnCall>>
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tiptop-codes-'))
  const { identities, recipients } = await drawKeys()
  await writeFile(join(folder, 'key.txt'), `${identities[0]}\n`)
  onCall = await openOnCall()
  const { home, port } = onCall
  const own = {
    HTTPS_PORT: String(port),
    BACKUP_RECIPIENTS: recipients.join(),
    BACKUP_DESTINATIONS: 's3',
    S3_REGION: 'ici',
    S3_BUCKET: 'ici',
  }
  await writeFile(home.settings, settingsText(own))
  await onCall.servedBefore()
  await writeFile(home.secret('s3-key'), 'demo:demo', { mode: 0o600 })
})
afterAll(async () => {
  await onCall.close()
  await rm(folder, { recursive: true })
})

const tiptop = (args: string[], env: Record<string, string> = {}) => runTiptop(args, { ...onCall.env, ...env })

test('0: what was asked is done', { timeout: 60_000 }, async () => {
  expect(await tiptop(['maintenance', 'status', 'prod'])).toEqual({
    code: 0,
    out: 'prod est ouvert à tous.\n',
    err: '',
  })
})

test('1: it failed, and nothing changed', { timeout: 60_000 }, async () => {
  const { code, err } = await tiptop(['maintenance', 'on', 'dev'])
  expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining("dev n'est pas prêt") })
})

test('2: it was asked for wrongly, on the command line or in the environment', { timeout: 60_000 }, async () => {
  expect(await tiptop(['kpi', '--since', 'hier'])).toEqual({
    code: 2,
    out: '',
    err: '✗ --since hier : une durée comme 90m, 12h ou 30d.\n',
  })
  const { code, err } = await tiptop(['runs', 'list'], { TIPTOP_ROOT: 'ici' })
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('TIPTOP_ROOT : un chemin absolu') })
})

test('11: another procedure holds the lock', { timeout: 60_000 }, async () => {
  const holder = { run: 'deploy-1', by: 'Jenkins', since: '2026-11-23T02:59:00Z', pid: process.pid }
  const giveBack = await takeLock(onCall.home.lock, 'prod', holder)
  const { code, err } = await tiptop(['maintenance', 'on', 'prod'])
  await giveBack()
  expect({ code, err }).toEqual({ code: 11, err: expect.stringContaining('prod est verrouillé : Jenkins') })
  expect(await readdir(onCall.home.flags)).toEqual([])
})

/** A rehearsal on an engine that does this when it is asked to remove volumes, as the first step and its undo do. */
async function rehearse(script: string) {
  const engine = await pretendProgram('docker', `case "$*" in "volume rm"*) ${script};; esac`)
  const { code, err } = await tiptop(['rehearse', 'prod', '--identity', join(folder, 'key.txt')], {
    PATH: `${engine}:${process.env.PATH}`,
  })
  await rm(engine, { recursive: true })
  const [run] = await listRuns(onCall.home.runs)
  return { code, err, state: run?.state }
}

test('20: it failed, and what it had done is undone', { timeout: 60_000 }, async () => {
  expect(await rehearse('test -e "$0.used" || { touch "$0.used"; exit 1; }')).toEqual({
    code: 20,
    err: expect.stringContaining('✗ échoué, défait : '),
    state: 'undone',
  })
})

test('21: it failed, and could not be undone: a person must look', { timeout: 60_000 }, async () => {
  expect(await rehearse('exit 1')).toEqual({ code: 21, err: expect.stringContaining('bloqué'), state: 'stuck' })
})
