import { basename, dirname, join } from 'node:path'
import type { Backup } from '../../archive/backups.ts'
import type { Config } from '../../config.ts'
import type { Home } from '../../environment/home.ts'
import { type PreparedHome, prepareHome } from '../../environment/installation/install.ts'
import { openTarget, type Target } from '../../environment/target.ts'
import type { ShellCommand } from '../../tools/shell.ts'
import type { Tools } from '../../tools/tools.ts'

type LayOutTools = Pick<Tools, 'shell' | 'files'>

const ROLES = 'roles.sql'

/**
 * Puts back what a backup holds of the environment's folder: settings, secrets, certificate, releases, flags,
 * history. All of it belongs to the account that puts it back: an environment has one. Files under other names stay.
 */
export async function layOut(
  home: Home,
  backup: Backup,
  { shell, files }: LayOutTools,
  signal: AbortSignal,
): Promise<void> {
  await files.makeFolder(home.folder, 0o755)
  const options = ['--no-same-owner', '--same-permissions']
  await shell.run(fromArchive(backup, ...options, `--directory=${dirname(home.folder)}`, basename(home.folder)), {
    signal,
  })
}

/** Returns the statements that create the roles of the database, which a dump does not contain. */
export async function rolesOf(backup: Backup, { shell }: Pick<Tools, 'shell'>): Promise<string> {
  return shell.read(fromArchive(backup, '--to-stdout', ROLES))
}

/**
 * Opens an environment that was put back, and makes what it lacks because the backup is older than this program.
 * @throws a Failure that names everything missing or wrong
 */
export async function openRestored(
  config: Config,
  home: Home,
  tools: LayOutTools,
): Promise<Target & { prepared: PreparedHome }> {
  const prepared = await prepareHome(home, tools)
  const here = { ...config, homeOf: () => home }
  return { ...(await openTarget(here, home.environment, { installing: true })), prepared }
}

function fromArchive({ folder }: Backup, ...words: string[]): ShellCommand {
  return ['tar', '--extract', `--file=${join(folder, 'configuration.tar')}`, ...words]
}
