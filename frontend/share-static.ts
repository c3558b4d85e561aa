import { randomUUID } from 'node:crypto'
import { copyFile, glob, mkdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { dirname, join } from 'node:path'

const KEPT_DAYS = 30

/**
 * Adds the files of `own`, whose names are hashes of their content, to the folder that all releases share, and marks
 * them as used at `now`. Removes files that no release has used for 30 days. A file is either complete or absent,
 * however many releases start at once.
 */
export async function shareStatic(own: string, shared: string, now: Date): Promise<void> {
  await mkdir(shared, { recursive: true })
  for await (const name of filesOf(own)) {
    const target = join(shared, name)
    await utimes(target, now, now).catch(() => copyWhole(join(own, name), target, now))
  }
  const forgotten = now.getTime() - KEPT_DAYS * 86_400_000
  for await (const name of filesOf(shared)) {
    const file = join(shared, name)
    // Another release may have removed it already.
    const used = await stat(file).catch(() => null)
    if (used && used.mtimeMs < forgotten) await rm(file, { force: true })
  }
}

async function copyWhole(from: string, to: string, now: Date): Promise<void> {
  await mkdir(dirname(to), { recursive: true })
  const unfinished = `${to}.${randomUUID()}.tmp`
  await copyFile(from, unfinished)
  await utimes(unfinished, now, now)
  await rename(unfinished, to)
}

async function* filesOf(folder: string): AsyncGenerator<string> {
  for await (const entry of glob('**/*', { cwd: folder, withFileTypes: true }))
    if (entry.isFile()) yield join(entry.parentPath, entry.name).slice(folder.length + 1)
}
