import { type DiskSpace, spaceAt } from '../../tools/free-space.ts'
import type { Shell } from '../../tools/shell.ts'
import type { Target } from '../target.ts'

/** A disk is tight below this part of its size, or below this many bytes, whichever is less. */
const TIGHT = 0.05
const TIGHT_BYTES = 1_000_000_000

/** The disks of the environment, of its backups and, when it answers, of Docker. */
export async function readDisks(
  { home }: Target,
  shell: Pick<Shell, 'read'>,
  signal: AbortSignal,
): Promise<DiskSpace[]> {
  const docker = await shell.read(['docker', 'info', '--format', '{{.DockerRootDir}}'], { signal }).catch(() => '')
  const folders = [home.folder, home.backups.daily, ...(docker.startsWith('/') ? [docker] : [])]
  const spaces = folders.map(spaceAt)
  return [...new Map(spaces.map(space => [`${space.total} ${space.free}`, space])).values()]
}

export const isTight = ({ free, total }: DiskSpace) => free < Math.min(total * TIGHT, TIGHT_BYTES)
