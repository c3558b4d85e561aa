import { readdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Writable } from 'node:stream'
import type { BackupPiece } from '../../archive/manifest.ts'
import type { Home } from '../../environment/home.ts'
import type { Step } from '../../procedure/procedure.ts'
import { listRuns } from '../../runs/runs.ts'
import { inBytes } from '../../tools/free-space.ts'
import type { ShellCommand } from '../../tools/shell.ts'
import type { Tools } from '../../tools/tools.ts'
import type { BackupDraft } from '../making.ts'

/** The checkout that this program runs from. */
const CHECKOUT = join(import.meta.dirname, '..', '..', '..', '..')
/** The part of the checkout that deploys, saves and restores; `npm ci` installs the rest. */
const TOOLS = [
  'ops/package.json',
  'ops/src',
  'environments',
  'scripts',
  'docs/processus',
  'docs/decisions',
  'Jenkinsfile',
  'package.json',
  'package-lock.json',
  '.npmrc',
  'tsconfig.json',
  'README.md',
  'CONTRIBUTING.md',
  'backend/package.json',
  'contract/package.json',
  'frontend/package.json',
]
const ROLES = 'roles.sql'
const ARCHIVE = 'configuration.tar'
/** Beside the archive while it is written: what other runs write to is read once, then archived as it was. */
const HISTORY = '.history'

/**
 * Saves what a new server needs besides the database and images: compose files, releases, settings, nginx, certificate,
 * secrets without the pepper of the tickets, the history that figures and incident reports are read from, and the tools of deployment, in one archive that
 * only its owner may read: 3.1/T to 3.1/X.
 * @param roles statements that create the roles of the database, which a dump names and does not contain
 */
export function saveConfiguration(step: Step, draft: BackupDraft, roles: string): Promise<BackupPiece> {
  const nodes = ['3.1/T', '3.1/U', '3.1/V', '3.1/W', '3.1/X'] as const
  return step(nodes, 'Copier compose, réglages, nginx, certificats, journaux et outils', async ({ tell, signal }) => {
    const piece = await archive(draft, roles, signal)
    tell(inBytes(piece.bytes))
    return piece
  })
}

async function archive(
  { target, folder, tools }: BackupDraft,
  roles: string,
  signal: AbortSignal,
): Promise<BackupPiece> {
  const { shell, files } = tools
  const [listed, history] = [join(folder, ROLES), join(folder, HISTORY)]
  await files.write(listed, roles, 0o600)
  const command = tar([
    [dirname(target.home.folder), await namesOf(target.home)],
    [history, await copyHistory(target.home, history, files)],
    [CHECKOUT, await thoseThere(CHECKOUT, TOOLS)],
    [folder, [ROLES]],
  ])
  const write = (output: Writable) => shell.run(command, { output, signal })
  const fingerprint = await files.receive(join(folder, ARCHIVE), write, 0o600)
  for (const path of [listed, history]) await files.remove(path)
  return { name: ARCHIVE, kind: 'configuration', ...fingerprint }
}

/**
 * Copies journals of runs, incidents and rehearsals. A run at work has no end yet: on the new server it would look killed.
 * @returns the names of the folders in the copy
 */
async function copyHistory(home: Home, to: string, files: Tools['files']): Promise<string[]> {
  const running = (await listRuns(home.runs).catch(() => [])).filter(({ state }) => state === 'running')
  const folders = await thoseThere(home.folder, ['runs', 'incidents', 'rehearsals'])
  await files.makeFolder(join(to, home.environment), 0o700)
  for (const folder of folders) {
    const copy = join(to, home.environment, folder)
    await files.copy(join(home.folder, folder), copy)
    for (const { name } of running)
      for (const ending of ['.jsonl', '.json']) await files.remove(join(copy, `${name}${ending}`))
  }
  return folders.map(folder => join(home.environment, folder))
}

/** What cannot be made again in the folder of an environment, besides its history. */
async function namesOf(home: Home): Promise<string[]> {
  const wanted = [
    basename(home.settings),
    basename(home.proofs),
    'infra',
    'flags',
    'tls',
    'secrets',
    'releases',
    'blue',
    'green',
  ]
  const there = await thoseThere(home.folder, wanted)
  return there.map(name => join(basename(home.folder), name))
}

async function thoseThere(folder: string, names: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    names.map(async name => {
      const beside: string[] = await readdir(join(folder, dirname(name))).catch(() => [])
      return beside.includes(basename(name))
    }),
  )
  return names.filter((_, place) => found[place])
}

/** Writes an archive of files, each list named from its folder, to the output. */
function tar(parts: [from: string, names: string[]][]): ShellCommand {
  const sources = parts.flatMap(([from, names]) => [`--directory=${from}`, ...names])
  return [
    'tar',
    '--create',
    '--file=-',
    '--sort=name',
    '--numeric-owner',
    '--exclude=node_modules',
    '--exclude=.lock',
    // It is a piece of its own, for other keys: no one who opens this archive opens a ticket.
    '--exclude=secrets/ticket-pepper*',
    ...sources,
  ]
}
