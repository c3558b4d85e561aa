import { availableParallelism } from 'node:os'
import { hash, verify } from '@node-rs/argon2'
import { openLanes } from '../attempts/lanes.ts'
import { Refusal } from '../refusal.ts'

/** OWASP Password Storage Cheat Sheet: argon2id with 19 MiB, two passes, one lane. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
const ARGON2 = 'argon2'

/** A hash takes about 25 ms of a processor: the last in line waits two seconds at most, the next is refused at once. */
const busy = () => new Refusal('sign-in-busy', { retryAfterSeconds: 2 })
const queue = openLanes({
  atOnce: availableParallelism(),
  waiting: availableParallelism() * 80,
  waitMs: 5_000,
  full: busy,
  late: busy,
})

/** How long the last hash took, in milliseconds, with its time in line. */
let lastMs = 25

/** Refuses `sign-in-busy` while too many passwords are being hashed. */
export function hashPassword(password: string): Promise<string> {
  return timed(() => queue.run(ARGON2, () => hash(password.normalize('NFKC'), PARAMETERS)))
}

/**
 * Whether the password belongs to this hash. Without a hash it takes the same time and says no. Refuses `sign-in-busy`
 * as {@link hashPassword} does, and what `admit` refuses once it is its turn.
 */
export async function verifyPassword(
  stored: string | null,
  password: string,
  admit: () => Promise<void> = async () => {},
): Promise<boolean> {
  const against = stored ?? (await decoy)
  const matches = await timed(() =>
    queue.run(ARGON2, async () => {
      await admit()
      return verify(against, password.normalize('NFKC'))
    }),
  )
  return matches && stored !== null
}

/** About as long as checking a password takes at the moment. */
export function hashingMs(): number {
  return lastMs
}

async function timed<Result>(work: () => Promise<Result>): Promise<Result> {
  const began = performance.now()
  const result = await work()
  lastMs = performance.now() - began
  return result
}

const decoy = hashPassword('no account has this password')
