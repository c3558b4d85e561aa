import type { Shell } from '../../tools/shell.ts'
import { rcloneStore } from './rclone-store.ts'
import type { Store } from './store.ts'

type Asked = {
  /** `rclone:<remote>:<path>` */
  name: string
  /** the file that describes remotes to rclone, and what it holds */
  config: string
  text: string
  authorities: string | null
  shell: Shell
}

/** By rclone's names for them. */
const OBJECT_STORAGE = /^type *= *(google cloud storage|s3)$/m

/** @throws an Error in French when the file does not describe the remote */
export function openRclone({ name, config, text, authorities, shell }: Asked): Store {
  const root = name.slice('rclone:'.length)
  const remote = root.slice(0, root.indexOf(':'))
  const described = sectionOf(text, remote)
  if (described === null) throw new Error(`${config} ne décrit pas [${remote}], dont ${name} a besoin.`)
  const kind = OBJECT_STORAGE.test(described) ? 'storage' : 'server'
  return rcloneStore({ name, kind, config, root, authorities, shell })
}

/** The lines below `[remote]`; null when there are none. */
function sectionOf(config: string, remote: string): string | null {
  const lines = config.split('\n').map(line => line.trim())
  const from = lines.indexOf(`[${remote}]`)
  if (from < 0) return null
  const length = lines.slice(from + 1).findIndex(line => line.startsWith('['))
  return lines.slice(from + 1, length < 0 ? undefined : from + 1 + length).join('\n')
}
