import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeCertificate } from '../../../../test/certificate.ts'
import { run } from '../../../../test/machine/run.ts'
import { record } from '../../../../test/record.ts'
import { releaseOf } from '../../../../test/rollback-points.ts'
import type { BackupPiece } from '../../../archive/manifest.ts'
import { homeOf } from '../../../environment/home.ts'
import type { Settings } from '../../../environment/settings.ts'
import { runProcedure } from '../../../procedure/procedure.ts'
import { type Files, openFiles } from '../../../tools/files.ts'
import { openShell, type Shell } from '../../../tools/shell.ts'
import { saveSource } from './save-source.ts'

const ACCESS = 'jenkins:jeton-secret'

let root: string
let folder: string
let repository: string
let home: ReturnType<typeof homeOf>
let web: Server | null
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tiptop-source-'))
  ;[folder, repository] = [join(root, 'night.partial'), join(root, 'work')]
  home = homeOf({ root, backups: join(root, 'backups'), project: 'tiptop' }, 'prod')
  for (const path of [folder, repository, join(home.folder, 'secrets')]) await mkdir(path, { recursive: true })
  await git('init', '--quiet', '--initial-branch=main')
  await git('config', 'user.name', 'Essai')
  await git('config', 'user.email', 'essai@tiptop.invalid')
  await commit('one')
  await git('tag', 'v1.0.0')
  await git('branch', 'preprod')
  await commit('two')
  web = null
})
afterEach(async () => {
  web?.closeAllConnections()
  web?.close()
  await rm(root, { recursive: true })
})

const git = (...args: string[]) => run(['git', ...args], { cwd: repository })
async function commit(text: string) {
  await writeFile(join(repository, 'file'), text)
  await git('add', '--all')
  await git('commit', '--quiet', '--message', text)
  return git('rev-parse', 'HEAD')
}

type Saving = { from?: string; commit?: string; files?: Files; env?: Record<string, string> }

async function save({ from = repository, commit, files = openFiles(), env = {} }: Saving = {}) {
  const warnings: string[] = []
  const commands: string[] = []
  const { run } = openShell()
  const recorded: Shell['run'] = (command, options) => {
    commands.push(command.join(' '))
    return run(command, { ...options, env: { ...env, ...options?.env } })
  }
  const release = releaseOf('a', null, '2026-11-20T12:00:00.000Z')
  const commits = { backend: commit ?? '', frontend: commit ?? '' }
  const draft = {
    target: { home, settings: { SOURCE_REPOSITORY: from } as Settings },
    tools: { shell: { read: recorded, run: recorded }, files, now: () => new Date() },
    folder,
    running: commit ? { release: { ...release, commits }, colour: 'blue' as const } : null,
    warn: (said: string) => void warnings.push(said),
    async keepImages() {},
  }
  const seen = record()
  const ending = await runProcedure<BackupPiece[]>({ ...seen, signal: new AbortController().signal }, step =>
    saveSource((nodes, title, act) => step(nodes, title, act), draft),
  )
  const error = ending.outcome === 'done' ? null : ending.error.message
  return { error, pieces: ending.outcome === 'done' ? ending.value : [], warnings, commands: commands.join('\n') }
}

/** What a person gets who has the bundle alone. */
async function cloned() {
  const clone = join(root, 'clone')
  await run(['git', 'clone', '--quiet', '--mirror', join(folder, 'source.bundle'), clone])
  return run(['git', 'for-each-ref', '--format=%(refname) %(objectname)'], { cwd: clone })
}
const references = () => git('for-each-ref', '--format=%(refname) %(objectname)')

test('branches, tags and every commit come back from one bundle', async () => {
  const { error, pieces, warnings } = await save({ commit: await git('rev-parse', 'main') })
  expect({ error, warnings }).toEqual({ error: null, warnings: [] })
  const written = await openFiles().fingerprint(join(folder, 'source.bundle'))
  expect(pieces).toEqual([{ name: 'source.bundle', kind: 'source', ...written }])
  expect((await stat(join(folder, 'source.bundle'))).mode & 0o777).toBe(0o600)
  expect(await readdir(folder)).toEqual(['source.bundle'])
  expect(await cloned()).toBe(await references())
  expect(await run(['git', 'show', 'v1.0.0:file'], { cwd: join(root, 'clone') })).toBe('one')
})

test('a repository of another account is read all the same', async () => {
  await run(['chown', '--recursive', '1234:1234', repository])
  expect((await save()).error).toBe(null)
  expect(await cloned()).toContain('refs/tags/v1.0.0')
})

test('a repository that lacks the commit that serves is probably another one: a warning names the commit', async () => {
  const { error, warnings } = await save({ commit: '1234567890'.repeat(4) })
  expect(error).toBe(null)
  expect(warnings).toEqual([expect.stringContaining('n’a pas le commit 1234567 qui sert')])
})

test('half a repository is no source: what lacks a commit is refused', async () => {
  const shallow = join(root, 'shallow')
  await run(['git', 'clone', '--quiet', '--depth=1', `file://${repository}`, shallow])
  const { error } = await save({ from: shallow })
  expect(error).toContain('git clone')
})

test('a bundle that the disk has damaged is noticed by the clone', async () => {
  const files = openFiles()
  const receive: Files['receive'] = async (file, fill, mode) => {
    const written = await files.receive(file, fill, mode)
    const bytes = await readFile(file)
    await writeFile(file, bytes.fill(0, bytes.length - 40, bytes.length - 30))
    return written
  }
  expect((await save({ files: { ...files, receive } })).error).toContain('git clone')
})

test('what is no repository, and one without a commit, are reported in the words of git', async () => {
  expect((await save({ from: folder })).error).toContain('Need a repository')
  expect((await save({ from: join(root, 'nowhere') })).error).toContain('nowhere, n’existe pas sur ce serveur')
  const empty = join(root, 'empty')
  await run(['git', 'init', '--quiet', '--bare', empty])
  expect((await save({ from: empty })).error).toContain('empty bundle')
})

/** Serves the repository as files, to those who know the account. */
async function serve() {
  await makeCertificate(root, { names: ['127.0.0.1'] })
  const bare = join(root, 'bare.git')
  await run(['git', 'clone', '--quiet', '--mirror', repository, bare])
  await run(['git', 'update-server-info'], { cwd: bare })
  const [key, cert] = await Promise.all(['privkey.pem', 'fullchain.pem'].map(name => readFile(join(root, name))))
  const basic = `Basic ${Buffer.from(ACCESS).toString('base64')}`
  web = createServer({ key, cert }, async ({ headers, url = '' }, response) => {
    const known = headers.authorization === basic
    const file = known ? await readFile(join(root, new URL(url, 'https://x').pathname)).catch(() => null) : null
    response.writeHead(known ? (file ? 200 : 404) : 401, { 'www-authenticate': 'Basic' }).end(file)
  })
  await new Promise<void>(resolve => web?.listen(0, '127.0.0.1', resolve))
  return `https://127.0.0.1:${(web.address() as AddressInfo).port}/bare.git`
}

test('a repository behind an address is read with an account that no command shows', async () => {
  const from = await serve()
  await appendFile(home.secret('source-access'), `${ACCESS}\n`)
  const { error, commands } = await save({ from, env: { GIT_SSL_CAINFO: join(root, 'fullchain.pem') } })
  expect(error).toBe(null)
  expect(await cloned()).toBe(await references())
  expect(commands).toContain(`clone --mirror --quiet ${from}`)
  expect(commands).not.toContain(Buffer.from(ACCESS).toString('base64'))
  expect(commands).not.toContain('jeton-secret')
})

test('an address that asks for an account is not waited for, and nothing stays of the try', async () => {
  const from = await serve()
  const { error } = await save({ from, env: { GIT_SSL_CAINFO: join(root, 'fullchain.pem') } })
  expect(error).toContain('could not read Username')
  expect(await readdir(folder)).toEqual([])
})
