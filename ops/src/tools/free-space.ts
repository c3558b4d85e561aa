import { accessSync, constants, statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import { Failure } from '../failure.ts'

export type DiskSpace = { folder: string; free: number; total: number }

/** The free space on the disk of this folder, or of its nearest parent while the folder does not exist. */
export function spaceAt(folder: string): DiskSpace {
  try {
    const found = statfsSync(folder)
    return { folder, free: found.bavail * found.bsize, total: found.blocks * found.bsize }
  } catch {
    return spaceAt(dirname(folder))
  }
}

/** An Error in French with the figures that the operator needs to make room. */
export function noRoom({ folder, free, total }: DiskSpace, needed: string): Failure {
  const figures = `${inBytes(free)} libres sur ${inBytes(total)}, ${needed}`
  const hint = 'Faites-y de la place, puis recommencez.'
  return new Failure('disk-full', `Le disque de ${folder} est trop plein : ${figures}.`, { hint })
}

/**
 * Runs a write into a folder, by us or by a program.
 * @param what the consequence when there is no room, in French
 * @throws what it throws; of a disk that is full or cannot be written, a Failure
 */
export async function withRoom<T>(
  folder: string,
  write: () => Promise<T>,
  what = 'et la suite n’y tient pas',
): Promise<T> {
  return write().catch(error => {
    if (isFull(error)) throw noRoom(spaceAt(folder), what)
    const closed = whyClosed(folder)
    throw closed
      ? new Failure('not-writable', `${folder} ne peut pas être écrit (${closed}).`, {
          hint: 'Rendez-le accessible en écriture à ce compte (mount, chown), puis recommencez.',
          cause: error,
        })
      : error
  })
}

/** The code with which the system refuses writes into this folder or its nearest parent; null if it allows them. */
function whyClosed(folder: string): string | null {
  try {
    accessSync(folder, constants.W_OK)
    return null
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    return code === 'ENOENT' ? whyClosed(dirname(folder)) : code
  }
}

/** Whether this error says that a disk is full: ours, or a program's in its last words. */
export function isFull(error: unknown): boolean {
  const { code, message = '' } = error as { code?: string; message?: string }
  return code === 'ENOSPC' || code === 'EDQUOT' || /ENOSPC|No space left on device/i.test(message)
}

/** `12,3 Mo`, as an operator reads it. */
export function inBytes(bytes: number): string {
  const units = ['octets', 'Ko', 'Mo', 'Go', 'To']
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), units.length - 1)
  const figure = bytes / 1000 ** power
  const digits = power && figure < 100 ? 1 : 0
  return `${figure.toFixed(digits).replace('.', ',')} ${units[power]}`
}
