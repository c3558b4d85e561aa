import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { folderOf } from '../../../archive/backups.ts'
import type { BackupManifest } from '../../../archive/manifest.ts'
import type { Store } from '../../../archive/stores/store.ts'
import { type Home, homeOf } from '../../../environment/home.ts'
import { Failure } from '../../../failure.ts'
import type { Tools } from '../../../tools/tools.ts'
import { layOut } from '../lay-out.ts'
import { fetchPiece } from './fetch-backup.ts'

type ConfigurationSource = {
  store: Store
  /** private keys, one of which opens the secrets of the backup */
  identities: readonly string[]
  tools: Pick<Tools, 'shell' | 'files'>
  signal: AbortSignal
}

/**
 * Opens the configuration of a backup in a folder for this account alone, which is removed whatever happens: a plan needs
 * the settings and secrets of an environment that is not there yet.
 * @throws a Failure when it is damaged, or when the destination does not answer
 */
export async function withConfiguration<T>(
  manifest: BackupManifest,
  source: ConfigurationSource,
  use: (home: Home) => Promise<T>,
): Promise<T> {
  const root = await mkdtemp(join(tmpdir(), 'tiptop-plan-'))
  try {
    const home = homeOf({ root, backups: join(root, 'backups'), project: 'plan' }, manifest.environment)
    const { whole: folder } = folderOf(home, manifest.name)
    await source.tools.files.makeFolder(folder, 0o700)
    for (const piece of manifest.pieces.filter(({ kind }) => kind === 'configuration')) {
      const fault = await fetchPiece(piece, join(folder, piece.name), manifest, source)
      if (fault)
        throw new Failure('damaged', `${fault}.`, {
          hint: 'Choisissez une autre sauvegarde, ou la même dans un autre lieu.',
        })
    }
    await layOut(home, { ...manifest, folder }, source.tools, source.signal)
    return await use(home)
  } finally {
    await rm(root, { recursive: true, force: true })
  }
}
