import { infraProject } from '../../environment/compose-projects.ts'
import type { Target } from '../../environment/target.ts'
import { Failure } from '../../failure.ts'
import { waitUntil } from '../../time/wait-until.ts'
import { utcSecond } from '../../time/words.ts'
import { lastWordsOf } from '../../tools/docker.ts'
import { readRows } from '../../tools/postgres.ts'
import type { Tools } from '../../tools/tools.ts'

export type RecoveryEnd = {
  timeline: number
  lastTransactionAt: Date | null
  /** the end of the WAL that was replayed, in segments of 16 MB; null if none was since the server started */
  replayedTo: number | null
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
 * @throws a Failure with the server's own last words; `incomplete` when the WAL ended before the moment
 */
export async function followRecovery(
  target: Target,
  tools: Pick<Tools, 'shell'>,
  { signal, tell }: { signal: AbortSignal; tell(said: string): void },
): Promise<RecoveryEnd> {
  const reached = async (): Promise<RecoveryEnd | null> => {
    const at = await lookAt(target, tools)
    if (at && !at.recovering) return at
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
    case when not pg_is_in_recovery() then substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) end,
    (pg_last_wal_replay_lsn() - '0/0') / (16 * 1024 * 1024)`
  const [row] = await readRows(shell, home.database, question, { database: 'postgres' }).catch(() => [])
  if (!row) return null
  const [recovering, last, timeline = '', replayedTo] = row
  return {
    recovering: recovering === 't',
    lastTransactionAt: last ? new Date(last) : null,
    timeline: Number.parseInt(timeline, 16),
    replayedTo: replayedTo ? Number(replayedTo) : null,
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
    throw new Failure(
      'incomplete',
      'PostgreSQL s’est arrêté avant le moment demandé : le WAL archivé a été lu autrement qu’il n’était.',
      {
        hint: 'Répétez la même commande : elle relit l’archive d’abord.',
      },
    )
  throw new Failure(
    'not-ready',
    `La base restaurée ne démarre pas.\n${(fatal.length ? fatal : words).slice(-6).join('\n')}`,
    { hint: 'Prenez un autre moment, ou la copie d’une nuit : tiptop restore les montre.' },
  )
}
