import { cp, mkdir, mkdtemp, rm, statfs, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from '../machine/run.ts'

export type SmallDisk = Awaited<ReturnType<typeof mountSmallDisk>>

/** Gives a folder a disk of its own, with what the folder already holds. Needs {@link unmount}, and root. */
export async function mountSmallDisk(folder: string, size: string, options = 'rw') {
  const aside = await mkdtemp(join(tmpdir(), 'tiptop-aside-'))
  await mkdir(folder, { recursive: true })
  await cp(folder, aside, { recursive: true, preserveTimestamps: true })
  await run(['mount', '-t', 'tmpfs', '-o', `size=${size},mode=0755`, 'tmpfs', folder])
  await cp(aside, folder, { recursive: true, preserveTimestamps: true })
  await rm(aside, { recursive: true })
  if (options !== 'rw') await run(['mount', '-o', `remount,${options}`, folder])
  const filling = join(folder, 'filling')
  return {
    /** leaves this much free */
    async fill(free = 0) {
      await rm(filling, { force: true })
      const { bavail, bsize } = await statfs(folder)
      await writeFile(filling, Buffer.alloc(bavail * bsize - free))
    },
    makeRoom: () => rm(filling, { force: true }),
    unmount: () => run(['umount', '--lazy', folder]),
  }
}
