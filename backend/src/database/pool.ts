import pg from 'pg'
import type { Config } from '../config.ts'
import { isReadOnly } from './database.ts'

/** After how long a connection, or the answer to a statement, counts as lost. */
const CONNECT_MS = 2_000
const STATEMENT_MS = 5_000
/** How much earlier the server ends a statement: what it ends is undone, and only silence outlasts it. */
const SOONER_MS = 500
/** After how long the server ends a transaction that waits for its next statement, with its locks. */
const IDLE_IN_TRANSACTION_MS = 10_000

/** A setting of ours that each session begins with. */
const OWN_SESSION = 'tiptop.session=own'

const SILENCE = /query read timeout/i
/** What PgBouncer answers to a parameter that it does not pass on. */
const UNSUPPORTED = /unsupported startup parameter/i

// A calendar day stays the text that it is (a Date would be shifted by the time zone); counts stay numbers.
pg.types.setTypeParser(pg.types.builtins.DATE, text => text)
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

/** Both ends of a connection notice within half a minute that the other is gone, even while nothing is sent. */
export const keptAlive = {
  settings: ['tcp_keepalives_idle=10', 'tcp_keepalives_interval=5', 'tcp_keepalives_count=3', 'tcp_user_timeout=20000'],
  client: { keepAlive: true, keepAliveInitialDelayMillis: 10_000 },
}

/** The form in which a connection takes settings for its session. */
export const asOptions = (settings: string[]): string => settings.map(setting => `-c ${setting}`).join(' ')

/**
 * A pool of connections. A statement that takes longer than `statementMs` is ended by the server, which undoes it. A
 * connection that breaks or falls silent is replaced: the statement that used it fails, nothing else does.
 */
export function openPool(
  database: Config['database'],
  max = database.connections,
  statementMs = STATEMENT_MS,
): pg.Pool {
  const pool = new pg.Pool({
    connectionString: database.url,
    max,
    // Connections stay open, so that a crowd after a quiet hour does not wait for new ones.
    min: max,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: statementMs,
    statement_timeout: statementMs - SOONER_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    application_name: 'tiptop-backend',
    // The statements take milliseconds; compiling them, which the planner's estimates can trigger, takes longer.
    options: asOptions(['jit=off', OWN_SESSION, ...keptAlive.settings]),
    ...keptAlive.client,
  })
  // Without a listener, a break between two statements of a transaction would end the process.
  pool.on('error', () => {}).on('connect', client => client.on('error', () => {}))
  return pool
}

const SHARED_SESSIONS =
  'DATABASE_URL leads to a pooler (PgBouncer, say) that does not give each connection a session of its own: named ' +
  'statements, settings and locks would be lost between two statements. Connect to PostgreSQL itself.'

/**
 * Asks the database whether the settings that a connection began with hold in its session.
 * @throws an Error with the remedy where a pooler refuses or drops them; the error of the connection if there is none
 */
export async function requireOwnSessions(pool: pg.Pool): Promise<void> {
  const text = `select current_setting('tiptop.session', true) = 'own' as own`
  const { rows } = await pool.query<{ own: boolean | null }>(text).catch(error => {
    throw UNSUPPORTED.test(error.message) ? new Error(SHARED_SESSIONS, { cause: error }) : error
  })
  if (!rows[0]?.own) throw new Error(SHARED_SESSIONS)
}

/**
 * Lets these pools give up their idle connections when one of their connections has fallen silent or leads to a server
 * without writes: what forgot it, a firewall or a server that died, forgot those beside it, and a server that became a
 * standby did so for all. Each would cost a request its time.
 */
export function giveUpTogether(pools: pg.Pool[]): void {
  for (const pool of pools)
    pool.on('release', error => {
      if (error instanceof Error && (SILENCE.test(error.message) || isReadOnly(error)))
        for (const each of pools) giveUpIdle(each)
    })
}

function giveUpIdle(pool: pg.Pool): void {
  for (let idle = pool.idleCount; idle > 0; idle--)
    pool.connect().then(
      client => {
        // A polite end would wait for an answer.
        client.connection.stream.destroy()
        client.release(true)
      },
      () => {},
    )
}

/**
 * Opens the connections of a pool one after the other, so that the first requests do not wait for them. Never throws:
 * what cannot be opened now is opened when it is needed.
 */
export async function fillPool(pool: pg.Pool): Promise<void> {
  const opened: pg.PoolClient[] = []
  try {
    while (opened.length < pool.options.max) opened.push(await pool.connect())
  } catch {
    // The request that needs the connection gets the error.
  }
  for (const client of opened) client.release()
}
