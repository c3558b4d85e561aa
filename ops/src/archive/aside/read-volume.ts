import { PassThrough } from 'node:stream'
import type { Target } from '../../environment/target.ts'
import { Failure } from '../../failure.ts'
import { waitUntil } from '../../time/wait-until.ts'
import { isReady, pgDump, pgRestore, psql } from '../../tools/postgres.ts'
import type { Tools } from '../../tools/tools.ts'
import { type Aside, databaseNameOf } from './asides.ts'

const INCOMING = 'tiptop_incoming_aside'
const READY_MS = 300_000
const LOOK_AGAIN_MS = 500
/** It only has to be read once: without the archive, which belongs to the database in use, and without a network. */
const SERVER = ['postgres', '-c', 'archive_mode=off', '-c', 'listen_addresses=localhost', '-c', 'autovacuum=off']

const LIMITS = ['--network=none', '--memory=1g', '--shm-size=256m', '--security-opt=no-new-privileges:true']

/**
 * Reads the files that a restoration put aside into a database beside the one in use: a server of its own starts on the
 * volume, and its dump is restored. The volume stays.
 * @returns the name of the database, which exists only when it is complete
 */
export async function readVolume(
  { name: volume, at }: Aside,
  { home }: Target,
  { shell }: Pick<Tools, 'shell'>,
  signal: AbortSignal,
): Promise<string> {
  const container = `${home.stack}-aside`
  const server = { container, name: volume }
  const inMaintenance = (input: string) => shell.run(psql(home.database, 'postgres'), { input, signal })
  const remove = () => shell.run(['docker', 'rm', '--force', container]).catch(() => '')
  const image = await shell.read(['docker', 'container', 'inspect', '--format', '{{.Image}}', home.database.container])
  await remove()
  try {
    const mount = `--volume=${volume}:/var/lib/postgresql/data`
    await shell.run(['docker', 'run', '--detach', '--name', container, ...LIMITS, mount, image, ...SERVER])
    const ready = () =>
      shell.read(isReady(server), { signal }).then(
        () => true,
        () => false,
      )
    if (!(await waitUntil(ready, { everyMs: LOOK_AGAIN_MS, withinMs: READY_MS, signal })))
      throw new Failure('not-ready', `La base du volume ${volume} ne démarre pas.`, {
        hint: 'Le volume reste tel quel : la même commande recommence.',
      })
    await inMaintenance(`drop database if exists ${INCOMING} with (force);
      create database ${INCOMING} owner tiptop template template0;`)
    const dump = new PassThrough()
    await Promise.all([
      shell.run(pgDump(server), { output: dump, signal }).finally(() => dump.end()),
      shell.run(pgRestore(home.database, INCOMING), { input: dump, signal }),
    ])
    await inMaintenance(`alter database ${INCOMING} rename to ${databaseNameOf(at)};`)
    return databaseNameOf(at)
  } finally {
    await remove()
  }
}
