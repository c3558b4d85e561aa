import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Home } from '../environment/home.ts'
import { Failure } from '../failure.ts'
import { withRoom } from '../tools/free-space.ts'
import type { Shell, ShellCommand } from '../tools/shell.ts'

/** A commit extracted into a folder of its own: what is built and tested is this, and nothing around it. */
export type Checkout = { folder: string; commit: string; version: string }

/** @throws Error in French when the repository has no such commit */
export async function resolveCommit(repository: string, revision: string, shell: Shell): Promise<string> {
  return shell
    .read(['git', 'rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`], { cwd: repository })
    .catch(() => {
      throw new Failure('not-there', `Le dépôt ${repository} n'a pas de commit « ${revision} ».`, {
        hint: 'git fetch, ou un autre nom.',
      })
    })
}

/** The branch that the repository stands on; null when it stands on a commit alone. */
export async function currentBranch(repository: string, shell: Shell): Promise<string | null> {
  return shell.read(['git', 'symbolic-ref', '--short', '--quiet', 'HEAD'], { cwd: repository }).catch(() => null)
}

/**
 * Extracts a commit into the workshop of its environment, which is emptied first: an interrupted run may have left
 * something there. A dry run extracts it as well, since nothing else uses the workshop.
 */
export async function extractCommit(
  { repository, commit }: { repository: string; commit: string },
  { folder, workshop }: Pick<Home, 'folder' | 'workshop'>,
  { shell }: { shell: Shell },
  signal: AbortSignal,
): Promise<Checkout> {
  const clone: ShellCommand = ['git', 'clone', '--quiet', '--shared', '--no-checkout', repository, workshop]
  const checkout: ShellCommand = ['git', '-c', 'advice.detachedHead=false', 'checkout', '--quiet', '--detach', commit]
  await shell.read(['rm', '-rf', workshop])
  const extract = async () => {
    await shell.read(clone, { signal })
    await shell.read(checkout, { cwd: workshop, signal })
  }
  await withRoom(folder, extract, 'et le commit n’y tient pas')
  return { folder: workshop, commit, version: await versionOf(workshop) }
}

export async function leaveWorkshop({ workshop }: Pick<Home, 'workshop'>, { shell }: { shell: Shell }): Promise<void> {
  await shell.read(['rm', '-rf', workshop])
}

async function versionOf(folder: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version?: string }
  if (version && /^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)) return version
  throw new Failure('check-failed', `package.json : « ${version} » n'est pas un numéro de version (semver).`, {
    hint: '« npm run release -- minor » écrit le suivant.',
  })
}
