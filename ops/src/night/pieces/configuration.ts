import { readdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Writable } from 'node:stream'
import type { BackupPiece } from '../../archive/manifest.ts'
import type { Home } from '../../environment/home.ts'
import type { Step } from '../../procedure/procedure.ts'
import { inBytes } from '../../tools/free-space.ts'
import type { ShellCommand } from '../../tools/shell.ts'
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

/**
 * Saves what a new server needs besides the database and images: compose files, releases, settings, nginx, certificate,
 * secrets and the tools of deployment, in one archive that only its owner may read: 3.1/T to 3.1/X.
 * @param roles statements that create the roles of the database, which a dump names and does not contain
 */
export function saveConfiguration(step: Step, draft: BackupDraft, roles: string): Promise<BackupPiece> {
  const nodes = ['3.1/T', '3.1/U', '3.1/V', '3.1/W', '3.1/X'] as const
  return step(nodes, 'Copier compose, réglages, nginx, certificats et outils', async ({ tell, signal }) => {
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
  const listed = join(folder, ROLES)
  await files.write(listed, roles, 0o600)
  const command = tar([
    [dirname(target.home.folder), await namesOf(target.home)],
    [CHECKOUT, await thoseThere(CHECKOUT, TOOLS)],
    [folder, [ROLES]],
  ])
  const write = (output: Writable) => shell.run(command, { output, signal })
  const fingerprint = await files.receive(join(folder, ARCHIVE), write, 0o600)
  await files.remove(listed)
  return { name: ARCHIVE, kind: 'configuration', ...fingerprint }
}

/** What cannot be made again in the folder of an environment: neither its journals nor its builds. */
async function namesOf(home: Home): Promise<string[]> {
  const wanted = [basename(home.settings), 'infra', 'flags', 'tls', 'secrets', 'releases', 'blue', 'green']
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
  return ['tar', '--create', '--file=-', '--sort=name', '--numeric-owner', '--exclude=node_modules', ...sources]
}
