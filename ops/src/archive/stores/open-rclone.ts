import { z } from 'zod'
import { Failure } from '../../failure.ts'
import { rcloneDump } from '../../tools/rclone.ts'
import type { Shell } from '../../tools/shell.ts'
import { rcloneStore } from './rclone-store.ts'
import type { Store } from './store.ts'

type RcloneDestination = {
  /** `rclone:<remote>:<path>` */
  name: string
  /** the file that describes remotes to rclone */
  config: string
  authorities: string | null
  shell: Shell
}

/** By rclone's names for them. */
const OBJECT_STORAGE = ['google cloud storage', 's3']

const remotesShape = z.record(z.string(), z.object({ type: z.string() }))

/** @throws a Failure when rclone cannot read the file, or the file does not describe the remote */
export async function openRclone({ name, config, authorities, shell }: RcloneDestination): Promise<Store> {
  const root = name.slice('rclone:'.length)
  const remote = root.slice(0, root.indexOf(':'))
  const described = (await readRemotes(config, shell))[remote]
  if (!described)
    throw new Failure('not-ready', `${config} ne décrit pas [${remote}], dont ${name} a besoin.`, {
      hint: `« rclone config --config ${config} » l’y ajoute.`,
    })
  const kind = OBJECT_STORAGE.includes(described.type) ? 'storage' : 'server'
  return rcloneStore({ name, kind, config, root, authorities, shell })
}

/** rclone's output holds secrets, so no error quotes it. */
async function readRemotes(config: string, shell: Pick<Shell, 'read'>) {
  const dumped = await shell.read(rcloneDump(config)).catch((error: Error) => {
    throw new Failure('not-readable', `rclone ne lit pas ${config} : ${error.message}`, {
      hint: `« rclone config show --config ${config} » montre pourquoi, avec les secrets.`,
      cause: error,
    })
  })
  try {
    return remotesShape.parse(JSON.parse(dumped))
  } catch {
    throw new Failure('not-readable', `rclone ne lit pas ${config}.`, {
      hint: `« rclone config show --config ${config} » montre pourquoi, avec les secrets.`,
    })
  }
}
