import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { listRuns } from '../runs/runs.ts'

const LONG_RUN = join(import.meta.dirname, '../../test/long-run.ts')

let folder: string
let child: ChildProcess
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tiptop-cut-off-'))
})
afterEach(async () => {
  child.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

const said = () => readFile(join(folder, 'said'), 'utf8').catch(() => '')
const command = () => [process.execPath, LONG_RUN, join(folder, 'runs'), join(folder, 'lock'), join(folder, 'said')]

/** A terminal of its own, as a connection by ssh has one, with a shell that started the run. */
const onTerminal = () =>
  spawn('script', ['--quiet', '--command', `bash -c '${command().join(' ')}; true'`, '/dev/null'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  })

/** In a group of its own, whose programs all get what is sent to the group. */
const onPipes = () =>
  spawn(command()[0] as string, command().slice(1), { stdio: ['ignore', 'pipe', 'pipe'], detached: true })

const untilSaid = (line: string) => expect.poll(said, { timeout: 10_000, interval: 10 }).toContain(`${line}\n`)

/** The run took back what it did and went on to its end, whatever became of those who watched it. */
async function expectTakenBack(reason: RegExp): Promise<void> {
  await untilSaid('people are notified')
  expect(await said()).toBe('in the middle\ntaking back\ntaken back\nundone\npeople are notified\n')
  const [run] = await listRuns(join(folder, 'runs'))
  expect(run).toMatchObject({ state: 'undone', reason: expect.stringMatching(reason) })
}

test('a connection that is cut takes back what was done, and people are notified', async () => {
  child = onTerminal()
  child.stdout?.resume()
  await untilSaid('in the middle')
  child.kill('SIGKILL')
  await expectTakenBack(/^la connexion a été coupée \((SIGHUP|EIO)\)\n→ /)
})

test('a shell that hangs up again, while the run takes back and after it, ends neither the run nor its programs', async () => {
  child = onPipes()
  for (const output of [child.stdout, child.stderr]) output?.resume()
  for (const line of ['in the middle', 'taking back', 'undone']) {
    await untilSaid(line)
    process.kill(-(child.pid as number), 'SIGHUP')
  }
  await expectTakenBack(/^la connexion a été coupée \(SIGHUP\)/)
})

test('an output that nothing reads any more is a cut connection as well', async () => {
  child = onPipes()
  child.stdout?.resume()
  await untilSaid('in the middle')
  child.stderr?.destroy()
  await expectTakenBack(/^la connexion a été coupée \(EPIPE\)/)
})
