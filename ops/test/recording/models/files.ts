import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { chmod, cp, mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { type Files, openFiles } from '../../../src/tools/files.ts'
import { expectWorking, type ServerModel } from '../server-model.ts'

/**
 * Real files that are not pressed to the disk, which is most of the time that they take. Their changes are remembered by
 * their paths within the environment.
 */
export function filesModel(server: ServerModel): Files {
  const { fingerprint } = openFiles()
  const note = (verb: string, path: string) => {
    const line = `${verb} ${path.replace(`${server.home.folder}/`, '')}`
    expectWorking(server, line)
    server.changes.push(line)
  }
  return {
    async write(file, text, mode = 0o640) {
      note('write', file)
      await writeFile(file, text, { mode })
      // A file that was there keeps its own mode, as one that is replaced does not.
      await chmod(file, mode)
    },
    async receive(file, fill, mode = 0o640) {
      note('write', file)
      const into = createWriteStream(file, { mode })
      await fill(into)
      if (!into.writableFinished) await once(into, 'finish')
      return fingerprint(file)
    },
    async copy(from, to) {
      note('write', to)
      // A copy may take the place of what it is made from.
      await cp(from, `${to}.tmp`, { recursive: true })
      await rm(to, { recursive: true, force: true })
      await rename(`${to}.tmp`, to)
    },
    async move(from, to) {
      note('write', to)
      await rename(from, to)
    },
    async link(to, link) {
      note('link', link)
      await rm(link, { force: true })
      await symlink(to, link)
    },
    async remove(path) {
      note('remove', path)
      await rm(path, { recursive: true, force: true })
    },
    async makeFolder(folder, mode = 0o750) {
      await mkdir(folder, { recursive: true, mode })
    },
    fingerprint,
  }
}
