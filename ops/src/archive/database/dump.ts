import { createReadStream } from 'node:fs'
import { Readable, type Writable } from 'node:stream'
import { infraProject } from '../../environment/compose-projects.ts'
import type { Home } from '../../environment/home.ts'
import type { Target } from '../../environment/target.ts'
import { isRunning } from '../../tools/docker.ts'
import type { Fingerprint } from '../../tools/files.ts'
import { DUMPER, pgDump, psql, readDump } from '../../tools/postgres.ts'
import type { Shell } from '../../tools/shell.ts'
import type { Tools } from '../../tools/tools.ts'

/** A copy of the database, as `pg_restore` reads it. */
export type DatabaseDump = Fingerprint & { file: string }

/**
 * Copies the database into a file, which is there whole, on the disk and hashed as it was written, or not at all.
 * @param options more options of pg_dump
 * @throws a Failure when the disk is full, when the database does not answer, when it is asked to stop
 */
export async function dumpDatabase(
  target: Target,
  file: string,
  tools: Pick<Tools, 'shell' | 'files'>,
  signal: AbortSignal,
  options: string[] = [],
): Promise<DatabaseDump> {
  const { shell, files } = tools
  try {
    await endDumps(target, tools)
    const dump = (into: Writable) => shell.run(pgDump(target.home.database, options), { output: into, signal })
    return { file, ...(await files.receive(file, dump, 0o600)) }
  } catch (error) {
    await endDumps(target, tools).catch(() => {})
    signal.throwIfAborted()
    throw error
  }
}

/** A dump as what a program reads; opened when it does. */
export function readDumpFile(file: string): Readable {
  return Readable.from(
    (async function* () {
      yield* createReadStream(file)
    })(),
  )
}

/**
 * Reads a whole dump: gzip notices damage only where it is read, and a list of the content would read nothing of it.
 * @param read `shell.run` for a dump that this run has made: a dry run makes none
 * @returns null if all is well, else a sentence in French
 */
export async function dumpFault(
  file: string,
  home: Home,
  { shell, read = shell.read }: Pick<Tools, 'shell'> & { read?: Shell['read'] },
  signal: AbortSignal,
): Promise<string | null> {
  const input = readDumpFile(file)
  const { command, env } = infraProject(home)
  const alone = command(
    'run',
    '--rm',
    '--no-deps',
    '--no-TTY',
    '--entrypoint=pg_restore',
    'postgres',
    '--file=/dev/null',
  )
  const isUp = await isRunning(shell, home.database.container)
  const reading = isUp ? read(readDump(home.database), { input, signal }) : read(alone, { input, env, signal })
  return reading.then(
    () => null,
    (error: Error) => {
      signal.throwIfAborted()
      return `pg_restore ne peut pas relire ${file} : ${error.message}`
    },
  )
}

/**
 * Ends dumps that no run waits for any more: a killed `docker exec` leaves its program at work in the container, with
 * locks on every table, and a migration would wait for these.
 */
async function endDumps({ home }: Target, { shell }: Pick<Tools, 'shell'>): Promise<void> {
  const input = `select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = '${DUMPER}';`
  await shell.run(psql(home.database, 'postgres'), { input })
}
