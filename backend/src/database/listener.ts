import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import type { Config } from '../config.ts'
import { asOptions, keptAlive } from './pool.ts'

type ListenerOptions = {
  channel: string
  onMessage(message: string): void
  /** from now on, every message arrives */
  onListening(): void
  /** messages may be missed from now on; also called after each attempt to connect that fails */
  onLost(): void
}

/** How often the connection is tried, so that one that has fallen silent is noticed, and how long an answer may take. */
const BEAT_MS = 1_000
const ANSWER_MS = 2_000
const RETRY_MS = 500

/**
 * Hears what is notified on a channel, over one connection of its own that is opened again whenever it breaks.
 * @returns a function that ends it and resolves once the connection is closed
 */
export function listen({ url }: Pick<Config['database'], 'url'>, options: ListenerOptions): () => Promise<void> {
  const stop = new AbortController()
  const pause = (ms: number) => wait(ms, undefined, { signal: stop.signal, ref: false })
  const run = async () => {
    while (!stop.signal.aborted) {
      await listenOnce(url, options, { pause, stop: stop.signal }).catch(() => {})
      options.onLost()
      await pause(RETRY_MS).catch(() => {})
    }
  }
  const running = run()
  return async () => {
    stop.abort()
    await running
  }
}

type Pausing = { pause(ms: number): Promise<void>; stop: AbortSignal }

/** Listens until the connection breaks or falls silent. Always throws. */
async function listenOnce(url: string, { channel, ...on }: ListenerOptions, { pause, stop }: Pausing): Promise<never> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: ANSWER_MS,
    query_timeout: ANSWER_MS,
    application_name: 'tiptop-listener',
    options: asOptions(keptAlive.settings),
    ...keptAlive.client,
  })
  // Without a listener, a connection that breaks would end the process.
  client.on('error', () => {})
  client.on('notification', ({ payload = '' }) => on.onMessage(payload))
  const broken = new Promise<never>((_, reject) => client.once('end', () => reject(new Error('connection ended'))))
  let isOver = false
  // The next attempt may have begun by the time that a connection given up says so.
  broken.catch(() => isOver || on.onLost())
  const hangUp = () => client.connection.stream.destroy()
  stop.addEventListener('abort', hangUp)
  try {
    await client.connect()
    await client.query(`listen ${pg.escapeIdentifier(channel)}`)
    on.onListening()
    for (;;) {
      await Promise.race([pause(BEAT_MS), broken])
      await client.query('select')
    }
  } finally {
    isOver = true
    stop.removeEventListener('abort', hangUp)
    hangUp()
  }
}
