import { infraProject } from '../../environment/compose-projects.ts'
import type { Target } from '../../environment/target.ts'
import { Failure } from '../../failure.ts'
import { waitUntil } from '../../time/wait-until.ts'
import { utcSecond } from '../../time/words.ts'
import { lastWordsOf } from '../../tools/docker.ts'
import { readRows } from '../../tools/postgres.ts'
import type { Tools } from '../../tools/tools.ts'

type RecoveryEnd = { timeline: number; lastTransactionAt: Date | null }

/** The WAL ended before the moment that it was to be replayed to. */
export class EndedEarly extends Failure {
  constructor(said: string) {
    super('not-there', said)
  }
}

const LOOK_AGAIN_MS = 250

export async function startDatabase(
  { home }: Target,
  { shell }: Pick<Tools, 'shell'>,
  signal: AbortSignal,
): Promise<void> {
  const project = infraProject(home)
  await shell.run(project.command('up', '--detach', '--no-deps', 'postgres'), { env: project.env, signal })
}

/**
 * Waits until a server that replays WAL has reached its goal and takes writes. One that ends instead is stopped.
 * @throws EndedEarly; Error with the server's own last words
 */
export async function followRecovery(
  target: Target,
  tools: Pick<Tools, 'shell'>,
  { signal, tell }: { signal: AbortSignal; tell(said: string): void },
): Promise<RecoveryEnd> {
  const reached = async (): Promise<RecoveryEnd | null> => {
    const at = await lookAt(target, tools)
    if (at && !at.recovering) return { timeline: at.timeline, lastTransactionAt: at.lastTransactionAt }
    if (at?.lastTransactionAt) tell(`rejoué jusqu’à ${utcSecond(at.lastTransactionAt)}`)
    if (!at) await expectAlive(target, tools)
    return null
  }
  return waitUntil(reached, { everyMs: LOOK_AGAIN_MS, signal })
}

/** Null while there is no answer. */
async function lookAt({ home }: Target, { shell }: Pick<Tools, 'shell'>) {
  const question = `select pg_is_in_recovery(),
    to_char(pg_last_xact_replay_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    case when not pg_is_in_recovery() then substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) end`
  const [row] = await readRows(shell, home.database, question, { database: 'postgres' }).catch(() => [])
  if (!row) return null
  const [recovering, last, timeline = ''] = row
  return {
    recovering: recovering === 't',
    lastTransactionAt: last ? new Date(last) : null,
    timeline: Number.parseInt(timeline, 16),
  }
}

/** Started again and again by the engine, it would fail again and again. */
async function expectAlive(target: Target, { shell }: Pick<Tools, 'shell'>): Promise<void> {
  const container = target.home.database.container
  const format = '{{.State.Status}} {{.RestartCount}}'
  const said = await shell.read(['docker', 'container', 'inspect', '--format', format, container])
  if (/^(running|created) 0$/.test(said)) return
  const project = infraProject(target.home)
  const words: string[] = []
  // It complains on its error output, which only onLine receives.
  await shell.read(lastWordsOf(container, 60), { onLine: line => words.push(line) })
  await shell.run(project.command('stop', 'postgres'), { env: project.env })
  const fatal = words.filter(line => /FATAL|ERROR|HINT/.test(line))
  if (fatal.some(line => line.includes('recovery ended before configured recovery target')))
    throw new EndedEarly('Le WAL archivé finit avant le moment demandé.')
  throw new Failure(
    'not-ready',
    `La base restaurée ne démarre pas.\n${(fatal.length ? fatal : words).slice(-6).join('\n')}`,
  )
}
