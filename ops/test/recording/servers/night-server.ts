import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generateIdentity, identityToRecipient } from 'age-encryption'
import { type Backup, listBackups } from '../../../src/archive/backups.ts'
import { listRemote } from '../../../src/archive/remote-backups.ts'
import type { Store } from '../../../src/archive/stores/store.ts'
import type { Environment } from '../../../src/environment/environment.ts'
import { readImage, repositoryOf } from '../../../src/release/image-names.ts'
import { pieces, type Release } from '../../../src/release/release.ts'
import { CommandFailed, type Shell } from '../../../src/tools/shell.ts'
import { folderStore } from '../../laid-nights.ts'
import { releaseOf } from '../../rollback-points.ts'
import { type NightModel, nightProgram } from '../night-model.ts'
import { recordingServer } from '../recording-server.ts'
import { expectWorking, type ServerModel } from '../server-model.ts'

/**
 * A recording server on which a release serves, that can make backups as well: Docker and PostgreSQL answer what a backup
 * and its proof ask. `night` says what goes wrong. Its destination is a folder.
 */
export async function nightServer(environment: Environment) {
  const server = await recordingServer(environment)
  const night: NightModel = { damagedCopies: 0, databaseBytes: [1000], proof: null }
  const recipients = await Promise.all([newRecipient(), newRecipient()])
  const target = { ...server.target, settings: { ...server.target.settings, BACKUP_RECIPIENTS: recipients } }
  const store = folderStore(join(server.folder, 'store'))
  const release = releaseOf('a', null, '2026-11-20T12:00:00.000Z')
  await serve(release, server.model)
  const { home } = target
  return {
    ...server,
    target,
    night,
    store,
    release,
    tools: {
      ...server.tools,
      shell: nightShell(server.tools.shell, night, server.model),
    },
    backupsHere: async () => (await listBackups(home)).map(({ name }) => name),
    backupsThere: async (at: Store = store): Promise<string[]> =>
      (await listRemote(at, environment)).flatMap(({ name, whole }) => (whole ? [name] : [])),
    newest: async (): Promise<Backup | undefined> => (await listBackups(home))[0],
  }
}

const newRecipient = async () => identityToRecipient(await generateIdentity())

/** Lays a release as a deployment leaves it, with its images in the registry. */
async function serve(release: Release, { home, registry, databases }: ServerModel): Promise<void> {
  const folder = join(home.releases, release.name)
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'release.json'), JSON.stringify(release))
  for (const name of ['app.yaml', 'settings.env']) await writeFile(join(folder, name), `# ${name}\n`)
  await symlink(join('releases', release.name), home.colour('blue'))
  databases.set('tiptop', { migrations: ['0001-first'], plays: 3 })
  for (const piece of pieces) {
    const { digest } = readImage(release.images[piece])
    registry.set(repositoryOf('localhost:9/tiptop', piece).path, new Map([[digest, digest]]))
  }
}

/** Asks the night's programs first, then those of the recording server. */
function nightShell(others: Shell, night: NightModel, model: ServerModel): Shell {
  const program = nightProgram(night)
  const answer = async (command: Parameters<Shell['run']>[0], options: Parameters<Shell['run']>[1] = {}) => {
    options.signal?.throwIfAborted()
    try {
      expectWorking(model, command.join(' '))
      return await program(command, options, model)
    } catch (error) {
      throw new CommandFailed(command, 1, (error as Error).message)
    }
  }
  return {
    read: async (command, options) => (await answer(command, options)) ?? others.read(command, options),
    run: async (command, options) => (await answer(command, options)) ?? others.run(command, options),
  }
}
