import { lstat, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../../failure.ts'
import { judgeAppFile } from './judge-app-file.ts'

/** The compose file of a release, in its commit. */
export const APP_FILE = join('environments', 'server', 'app.yaml')

/**
 * A release brings its own compose file, which any author of a merged commit writes: it must not mount, join or publish anything of this
 * server that `tiptop`, as a person installed it here, does not know.
 * @throws a Failure that names each place that does, and for a link in the place of the file
 */
export async function expectHarmlessContainers(checkout: string): Promise<void> {
  const path = join(checkout, APP_FILE)
  const found = await lstat(path).catch(() => null)
  const faults = found?.isFile() ? judgeAppFile(await readFile(path, 'utf8')) : ['le fichier']
  if (!faults.length) return
  throw new Failure(
    'check-failed',
    `${APP_FILE} demande à ce serveur ce qu’aucune version ne reçoit : ${faults.join(' ; ')}`,
    {
      hint: 'Si c’est voulu, la liste de ce qu’une version peut recevoir (ops/src/deploy/containers) change d’abord dans /opt/the-tip-top.',
    },
  )
}
