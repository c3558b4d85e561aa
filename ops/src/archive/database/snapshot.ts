import { PassThrough } from 'node:stream'
import type { Target } from '../../environment/target.ts'
import { Failure } from '../../failure.ts'
import { psql } from '../../tools/postgres.ts'
import type { Tools } from '../../tools/tools.ts'
import type { TableSums } from '../manifest.ts'
import { readSum, SUMS } from './sums.ts'

/** One moment of a database, at which several programs look. */
type DatabaseSnapshot = {
  /** what pg_dump is given to see the same moment */
  id: string
  at: string
  /** the sums of its tables at that moment */
  tables(): Promise<TableSums>
}

/** The name under which the session speaks to the server, which ends that of a killed run by it. */
const KEEPER = 'tiptop-snapshot'
const AT = `to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
const OPEN = `begin isolation level repeatable read read only; select pg_export_snapshot(), ${AT};\n`
/** Players come first: the sums take one core, as the dump does. */
const SUM_UP = `set max_parallel_workers_per_gather = 0;${SUMS}\\echo sums-end\n`

type SnapshotTools = Pick<Tools, 'shell' | 'now'>

/**
 * Keeps a snapshot of the database open while `use` works with it: what it sees stays as it is, whatever is written
 * meanwhile. When the session ends before it has said the sums, `use` is asked to stop.
 */
export async function inSnapshot<T>(
  target: Target,
  { shell, now }: SnapshotTools,
  signal: AbortSignal,
  use: (snapshot: DatabaseSnapshot, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  await endSnapshots(target, { shell })
  const lost = new AbortController()
  const input = new PassThrough()
  const told = listen()
  const session = shell
    .run(psql(target.home.database, `dbname=tiptop application_name=${KEEPER}`), {
      input,
      onLine: told.take,
      signal: AbortSignal.any([signal, lost.signal]),
      pretend: `00000000-00000000-0\t${now().toISOString()}\nsums-end`,
    })
    .then(said => said.split('\n').forEach(told.take))
  session.then(() => told.fail(sessionEnded(target)), told.fail)
  told.summed.catch(error => lost.abort(error))
  try {
    input.write(OPEN)
    const [id = '', at = ''] = await told.opened
    const tables = async () => {
      input.write(SUM_UP)
      return told.summed
    }
    return await use({ id, at, tables }, AbortSignal.any([signal, lost.signal]))
  } catch (error) {
    await endSnapshots(target, { shell }).catch(() => {})
    signal.throwIfAborted()
    throw lost.signal.aborted ? lost.signal.reason : error
  } finally {
    input.end()
    await session.catch(() => {})
  }
}

function sessionEnded({ home }: Target): Failure {
  return new Failure('command-failed', 'La session qui gardait l’instantané de la base a pris fin.', {
    hint: `docker logs ${home.database.container} dit pourquoi.`,
  })
}

/** What the session says: first its snapshot, then sums of tables. */
function listen() {
  const opened = Promise.withResolvers<[id: string, at: string]>()
  const summed = Promise.withResolvers<TableSums>()
  const tables: TableSums = {}
  // An error reaches those who await one of these; without any it must not end the process.
  for (const { promise } of [opened, summed]) promise.catch(() => {})
  return {
    opened: opened.promise,
    summed: summed.promise,
    take(line: string) {
      const [, id, at] = /^([\dA-F]+-[\dA-F]+-\d+)\t(\S+)$/.exec(line) ?? []
      const sum = readSum(line)
      if (id && at) opened.resolve([id, at])
      if (sum) tables[sum[0]] = sum[1]
      if (line === 'sums-end') summed.resolve(tables)
    },
    fail(error: Error) {
      for (const { reject } of [opened, summed]) reject(error)
    },
  }
}

/** A session that is left open keeps dead rows from being cleaned away. */
async function endSnapshots({ home }: Target, { shell }: Pick<Tools, 'shell'>): Promise<void> {
  const input = `select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = '${KEEPER}';`
  await shell.run(psql(home.database, 'postgres'), { input })
}
