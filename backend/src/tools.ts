import type pg from 'pg'
import { type Attempts, openAttempts } from './attempts/attempts.ts'
import type { Config } from './config.ts'
import { type DatabaseTools, openDatabase } from './database/database.ts'
import { fillPool, giveUpTogether, openPool } from './database/pool.ts'
import { type Mailer, openMailer } from './mail/mailer.ts'
import { type Outbox, openOutbox } from './mail/outbox.ts'
import { type Metrics, openMetrics } from './metrics.ts'
import { openReplica, type Replica } from './replica/replica.ts'
import { openSessions, type Sessions } from './sessions/sessions.ts'
import { openRevocations, type Revocations } from './sessions/tokens/revocations.ts'

/** What use cases work with. */
export type Tools = DatabaseTools & {
  config: Config
  /** The connections of {@link DatabaseTools.db}. */
  pool: pg.Pool
  /** Where administrators' lists, figures and exports are read. */
  replica: Replica
  /** A separate connection for plays, so that no slow list makes a player wait. */
  playPool: pg.Pool
  /** Who must wait, counted on a connection of its own. */
  attempts: Attempts
  mailer: Mailer
  /** Where mails wait for the mail server; null where they are printed. */
  outbox: Outbox | null
  sessions: Sessions
  /** Hears over a connection of its own which sessions have ended. */
  revocations: Revocations
  metrics: Metrics
  /** Resolves once all connections to the database are open, or have been tried, so that a crowd does not wait for them. */
  ready(): Promise<void>
  close(): Promise<void>
}

/** A player does not wait longer than this for the database: the round fails, and they can safely try again. */
const PLAY_MS = 2_000

export function openTools(config: Config, given: Partial<Pick<Tools, 'mailer' | 'now'>> = {}): Tools {
  const { now = () => new Date() } = given
  const playPool = openPool(config.database, 1, PLAY_MS)
  const attemptPool = openPool(config.database, 1)
  const pool = openPool(config.database, config.database.connections - 2)
  const [db, attemptDb] = [openDatabase(pool), openDatabase(attemptPool)]
  giveUpTogether([pool, playPool, attemptPool])
  const revocations = openRevocations(config.database)
  const metrics = openMetrics()
  const server = given.mailer ?? openMailer(config)
  const replica = openReplica({ config, db, now, metrics })
  const outbox = config.mail.smtpUrl ? openOutbox({ db, config, now, metrics }, server) : null
  const mailer = outbox ?? server
  return {
    config,
    db,
    pool,
    replica,
    playPool,
    attempts: openAttempts({ db: attemptDb, now, metrics }),
    mailer,
    outbox,
    revocations,
    sessions: openSessions({ config, db, now, revocations }),
    metrics,
    now,
    ready: async () => void (await Promise.all([pool, playPool, attemptPool].map(fillPool))),
    close: async () => {
      mailer.close()
      await Promise.all([revocations.close(), replica.close(), db.destroy(), playPool.end(), attemptDb.destroy()])
    },
  }
}
