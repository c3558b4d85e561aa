import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Target } from '../environment/target.ts'
import { Failure } from '../failure.ts'
import { withRoom } from '../tools/free-space.ts'
import type { Shell } from '../tools/shell.ts'
import type { Tools } from '../tools/tools.ts'

/** A commit that lies extracted in a folder of its own: what is built and tested is this, and nothing around it. */
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
 * something there. A dry run extracts it as well: that changes nothing that anybody uses.
 */
export async function extractCommit(
  { repository, commit }: { repository: string; commit: string },
  { home }: Target,
  { shell }: Tools,
  signal: AbortSignal,
): Promise<Checkout> {
  const folder = home.workshop
  await shell.read(['rm', '-rf', folder])
  await withRoom(
    home.folder,
    async () => {
      await shell.read(['git', 'clone', '--quiet', '--shared', '--no-checkout', repository, folder], { signal })
      await shell.read(['git', '-c', 'advice.detachedHead=false', 'checkout', '--quiet', '--detach', commit], {
        cwd: folder,
        signal,
      })
    },
    'et le commit n’y tient pas',
  )
  return { folder, commit, version: await versionOf(folder) }
}

export async function leaveWorkshop({ home }: Target, { shell }: Tools): Promise<void> {
  await shell.read(['rm', '-rf', home.workshop])
}

async function versionOf(folder: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version?: string }
  if (version && /^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)) return version
  throw new Error(`package.json : « ${version} » n'est pas un numéro de version (semver).`)
}
