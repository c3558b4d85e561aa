import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer, text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDoor, settingsText } from '../test/door.ts'
import { run } from '../test/machine/run.ts'
import { secrets } from './environment/home.ts'

let door: Awaited<ReturnType<typeof openDoor>>
let folder: string
let commit: string
let hostile: string
beforeAll(async () => {
  door = await openDoor()
  for (const name of secrets) await writeFile(door.target.home.secret(name), 'demo', { mode: 0o600 })
  await writeFile(door.target.home.settings, settingsText({ APPROVAL: 'manual' }))
  folder = await mkdtemp(join(tmpdir(), 'tiptop-gate-'))
  const origin = join(folder, 'origin')
  const own = ['-c', 'user.name=Demo', '-c', 'user.email=demo@demo.invalid', '-C', origin]
  const git = (...args: string[]) => run(['git', ...own, ...args])
  await run(['git', 'init', '--quiet', '--initial-branch=main', origin])
  await git('commit', '--quiet', '--allow-empty', '--message', 'One')
  commit = await git('rev-parse', 'HEAD')
  await git('checkout', '--quiet', '-b', 'hostile')
  await git('commit', '--quiet', '--allow-empty', '--message', 'Hostile')
  hostile = await git('rev-parse', 'HEAD')
  await run(['git', 'clone', '--quiet', '--mirror', origin, join(folder, 'source.git')])
})
afterAll(async () => {
  await rm(folder, { recursive: true })
  await door.close()
})

/** What sshd runs when Jenkins comes in with this line; the input stays open, as Jenkins keeps it. */
async function ask(line: string) {
  const options = ['--source', join(folder, 'source.git'), '--jenkins', 'https://jenkins.exemple.test:8443']
  const gate = spawn(process.execPath, [join(import.meta.dirname, 'gate.ts'), ...options], {
    cwd: folder,
    env: { ...process.env, TIPTOP_ROOT: door.folder, SSH_ORIGINAL_COMMAND: line },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const [[code], out, err] = await Promise.all([once(gate, 'close'), buffer(gate.stdout), text(gate.stderr)])
  return { code: code as number, out, err }
}

test('Jenkins gets the plan of a commit that is on its branch', async () => {
  const { code, out, err } = await ask(`plan main - ${commit} push 42 - -`)
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(JSON.parse(out.toString())).toMatchObject({ environment: 'prod', branch: 'main', commit, approval: 'manual' })
})

test('a deployment without the approval that production asks for ends so, and Jenkins gets the page of the run', async () => {
  const { code, out, err } = await ask(`deploy main - ${commit} push 42 - -`)
  expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining("demande l'accord d'une personne") })
  const report = join(folder, 'report.tar')
  await writeFile(report, out)
  expect((await run(['tar', '--list', '--file', report])).split('\n')).toEqual(['./', './run.html', './run.json'])
  const made = JSON.parse(await run(['tar', '--extract', '--to-stdout', '--file', report, './run.json']))
  expect(made).toMatchObject({ by: 'Jenkins, main #42', input: { commit, approval: null } })
})

test.each([
  [
    'the commit of a branch that no one let in',
    () => `deploy main - ${hostile} push 42 - -`,
    'n’est pas sur la branche',
  ],
  ['a branch that is not admitted', () => `deploy hostile prod ${hostile} push 42 - -`, 'n’est pas de celles'],
  ['a shell', () => 'sh -c id', 'n’est pas de celles'],
  ['nothing', () => '', 'n’est pas de celles'],
  ['a copy of a file', () => 'scp -f /srv/devops/the-tip-top/prod/secrets/registry-password', 'n’est pas de celles'],
])('%s is refused, and nothing was done', async (_what, line, said) => {
  const { code, out, err } = await ask(line())
  expect({ code, out: out.toString(), err }).toEqual({ code: 2, out: '', err: expect.stringContaining(said) })
})
