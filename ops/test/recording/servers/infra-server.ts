import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Environment } from '../../../src/environment/environment.ts'
import { infraFiles } from '../../../src/environment/installation/install.ts'
import { fingerprintOf } from '../../../src/tools/files.ts'
import { makeCertificate } from '../../certificate.ts'
import { layPoint } from '../../rollback-points.ts'
import { commitNamed, deployOn } from '../deploying.ts'
import { recordingServer } from '../recording-server.ts'

/** A file that nginx refuses. */
export const NONSENSE = 'listen 443;\nnonsense;\n'

/** A recording server on which a release serves, behind an nginx that runs, with its certificate. It has no rollback point. */
export async function infraServer(environment: Environment = 'prod') {
  const server = await recordingServer(environment, { HTTPS_PORT: '9' })
  const { model, target } = server
  const { home } = target
  const nginx = `${home.stack}-infra-nginx-1`
  await makeCertificate(home.tls)
  server.commit(commitNamed('a'))
  await deployOn(server, commitNamed('a'))
  await rm(home.backups.preDeploy, { recursive: true, force: true })
  model.infra.add(nginx)
  model.changes.length = 0
  const edit = (name: string, text: string) => writeFile(join(home.infra, name), text)
  return {
    ...server,
    nginx,
    edit,
    files: (folder = home.infra) => textsIn(folder),
    /** nginx has stopped, and does not start again with its file. */
    async breakDoor() {
      await edit('nginx.conf', NONSENSE)
      model.infra.delete(nginx)
    },
    /**
     * Lays a rollback point that kept the files as they are now, except for these.
     * @param damaged the file that is not what was kept any more
     * @returns its tag
     */
    async keep(day: string, own: Record<string, string> = {}, damaged = ''): Promise<string> {
      const texts = { ...(await textsIn(home.infra)), ...own }
      const kept = infraFiles.map(name => [name, texts[name] ?? ''] as const)
      const config = Object.fromEntries(kept.map(([name, text]) => [`infra/${name}`, fingerprintOf(text)]))
      const { folder, tag } = await layPoint(home, day, { config })
      await mkdir(join(folder, 'infra'))
      for (const [name, text] of kept)
        await writeFile(join(folder, 'infra', name), name === damaged ? text.toUpperCase() : text)
      return tag
    },
  }
}

/** What the files of a folder hold, by their names. */
async function textsIn(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder)).sort()
  const texts = names.map(async name => [name, await readFile(join(folder, name), 'utf8')] as const)
  return Object.fromEntries(await Promise.all(texts))
}
