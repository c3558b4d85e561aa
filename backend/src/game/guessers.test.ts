import { readFileSync } from 'node:fs'
import { TICKET_ALPHABET } from '@tiptop/contract/ticket-code.ts'
import { beforeEach, expect, test } from 'vitest'
import { startBackend } from '../../test/backend.ts'
import type { LimitedKey } from '../attempts/attempt-limit.ts'
import { guessKeys } from './guess-limits.ts'
import { PLAYS_AT_ONCE } from './places.ts'

const backend = await startBackend()
const { attempts, db } = backend.tools

const TICKETS = 500_000
const CODES = TICKET_ALPHABET.length ** 10
/** Days on which codes can be played. */
const DAYS = 60
const PROCESSES = 2
const START = Date.UTC(2026, 10, 23)
const HOUR = 3_600_000
const PERIOD = 1.05 * HOUR
const PERIODS = 3

beforeEach(async () => {
  await db.deleteFrom('attempt_limits').execute()
})

/**
 * How many codes a day a guesser tries under one key who knows every rule: they try the moment that they may, and as much
 * at once as two processes let through before the first failure counts. The waits of a window end three minutes after
 * it, so everything repeats after that.
 */
async function triedPerDay(key: LimitedKey): Promise<number> {
  let tried = 0
  for (let at = START; at < START + PERIODS * PERIOD; ) {
    backend.clock.at = new Date(at)
    const wait = await attempts.wait([key])
    if (wait) {
      at += wait * 1000
      continue
    }
    const burst = PROCESSES * PLAYS_AT_ONCE
    tried += burst
    for (let n = 0; n < burst; n++) await attempts.count([key])
  }
  return (tried * 24 * HOUR) / (PERIODS * PERIOD)
}

test('a guesser finds less than one code in a contest: from one address, a hundred, or ten thousand', async () => {
  const [player, address] = guessKeys({ playerId: 7, address: '203.0.113.9' })
  const perDay = { address: await triedPerDay(address), player: await triedPerDay(player) }
  const found = (keys: number, tries: number) => (keys * tries * DAYS * TICKETS) / CODES
  const figures = {
    addresses: [1, 100, 10_000].map(count => found(count, perDay.address)),
    // Accounts that played are spared by their address: each cost its owner a receipt.
    accounts: [1, 100, 10_000].map(count => found(count, perDay.player)),
  }
  for (const figure of Object.values(figures).flat()) expect(figure).toBeLessThan(1)
  const page = readFileSync(new URL('../../../docs/decisions/limits.md', import.meta.url), 'utf8')
  for (const figure of Object.values(figures).flat()) expect(page).toContain(figure.toPrecision(2))
  for (const tries of Object.values(perDay)) expect(page).toContain(` ${Math.round(tries)} `)
})
