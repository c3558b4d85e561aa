import type { Kysely } from 'kysely'
import type { Config } from '../config.ts'
import { openDatabase } from '../database/database.ts'
import { giveUpTogether, openPool } from '../database/pool.ts'
import type { DB } from '../database/schema.ts'
import type { Metrics } from '../metrics.ts'
import { Refusal } from '../refusal.ts'
import { type Admit, openAdmission, Unfit } from './admission.ts'
import { openReplicaMetrics } from './replica-metrics.ts'

type ReplicaTools = {
  config: Pick<Config, 'replica' | 'database'>
  /** the primary */
  db: Kysely<DB>
  now(): Date
  metrics: Pick<Metrics, 'registry'>
}

/** What an answer says about its age in seconds: nothing where the primary gave it. */
type Aged = { lagSeconds?: number }

/** Where the lists, figures and exports of administrators are read. */
export type Replica = {
  /**
   * Reads on the replica where it may answer this person, else on the primary. What fails on the replica is read again on
   * the primary; a refusal stands.
   */
  read<Result extends object>(
    userId: number,
    work: (db: Kysely<DB>, asOf: Date) => Promise<Result>,
  ): Promise<Result & Aged>
  /** The same for work that opens a connection of its own, and has it admitted. */
  prefer<Result>(
    userId: number,
    onReplica: (url: string, admit: Admit) => Promise<Result>,
    onPrimary: () => Promise<Result>,
  ): Promise<Result>
  /** Looks how old the data of the replica is. @throws why it cannot be read. Null without a replica. */
  measure: (() => Promise<void>) | null
  close(): Promise<void>
}

const CONNECTIONS = 3
/** No event is of this person. */
const NOBODY = 0

export function openReplica(tools: ReplicaTools): Replica {
  const { config, db, now } = tools
  if (config.replica) return openReplicaAt(config.replica, tools)
  return {
    read: (_userId, work) => work(db, now()),
    prefer: (_userId, _onReplica, onPrimary) => onPrimary(),
    measure: null,
    close: async () => {},
  }
}

function openReplicaAt(
  { url, mostLagSeconds }: NonNullable<Config['replica']>,
  { config, db, now, metrics }: ReplicaTools,
): Replica {
  const pool = openPool({ ...config.database, url }, CONNECTIONS)
  giveUpTogether([pool])
  const replica = openDatabase(pool)
  const admission = openAdmission({ db, now, mostLagSeconds })
  const { prefer, measure } = replicaFirst(admission, { url, replica, now, metrics })
  return {
    prefer,
    measure,
    async read<Result extends object>(userId: number, work: (db: Kysely<DB>, asOf: Date) => Promise<Result>) {
      // One connection: the server that is admitted is the one that answers.
      const onReplica = (_url: string, admit: Admit) =>
        replica.connection().execute(async replica => {
          const asOf = await admit(replica)
          return { ...(await work(replica, asOf)), lagSeconds: secondsSince(asOf, now()) }
        })
      return prefer<Result & Aged>(userId, onReplica, () => work(db, now()))
    },
    close: () => replica.destroy(),
  }
}

type Measured = Pick<ReplicaTools, 'now' | 'metrics'> & { url: string; replica: Kysely<DB> }

function replicaFirst(
  admission: ReturnType<typeof openAdmission>,
  { url, replica, now, metrics }: Measured,
): Pick<Replica, 'prefer' | 'measure'> {
  const { reads, lag } = openReplicaMetrics(metrics.registry)
  // After a failure no request waits for the replica until it has been measured again.
  let away = false
  const note = (error: unknown) => {
    away = !(error instanceof Unfit)
    return error instanceof Unfit ? error.reason : 'away'
  }
  return {
    async prefer(userId, onReplica, onPrimary) {
      try {
        if (away) throw new Error('the replica is away')
        const result = await onReplica(url, await admission(userId))
        reads.inc({ answer: 'replica' })
        return result
      } catch (error) {
        if (error instanceof Refusal) throw error
        reads.inc({ answer: note(error) })
        return onPrimary()
      }
    },
    async measure() {
      try {
        const admit = await admission(NOBODY)
        lag.set(secondsSince(await admit(replica), now()))
        away = false
      } catch (error) {
        note(error)
        lag.set(Number.POSITIVE_INFINITY)
        throw error
      }
    },
  }
}

/** Whole seconds, rounded up: nothing is shown as younger than it is. */
export function secondsSince(asOf: Date, now: Date): number {
  return Math.max(0, Math.ceil((now.getTime() - asOf.getTime()) / 1000))
}
