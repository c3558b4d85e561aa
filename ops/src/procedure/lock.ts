import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { isFull, noRoom, spaceAt } from '../tools/free-space.ts'

/** Who works on an environment at the moment. */
export type Holder = { run: string; by: string; since: string; pid: number }

/** Somebody else works on this environment: nothing was done. */
export class Locked extends Error {
  readonly holder: Holder | null
  constructor(environment: string, holder: Holder | null) {
    const who = holder ? ` : ${holder.by}, depuis ${holder.since} (${holder.run}, processus ${holder.pid})` : ''
    super(`${environment} est verrouillé${who}.`)
    this.holder = holder
  }
}

/** `flock` ends with this code when somebody else holds the lock. */
const CONFLICT = 11

/**
 * Takes the lock of an environment, of which there is one: webhook, polling and a person may fire together. The lock
 * is the kernel's (flock(2), held by a child that lives as long as this process): a killed run leaves none behind.
 * Throws {@link Locked} at once when somebody else holds it. @returns what gives it back
 */
export async function takeLock(file: string, environment: string, holder: Holder): Promise<() => Promise<void>> {
  mkdirSync(dirname(file), { recursive: true, mode: 0o750 })
  const keeper = spawn('flock', ['--nonblock', `--conflict-exit-code=${CONFLICT}`, '--no-fork', file, 'cat'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  })
  // What cat says back proves that it runs, which it does with the lock alone.
  keeper.stdin.on('error', () => {})
  keeper.stdin.write('held')
  const ended = once(keeper, 'close') as Promise<[number | null]>
  const held = await Promise.race([once(keeper.stdout, 'data').then(() => true), ended.then(() => false)])
  if (!held) {
    const [code] = await ended
    if (code === CONFLICT) throw new Locked(environment, readHolder(file))
    throw new Error(`flock ${file} a échoué (code ${code}).`)
  }
  const giveBack = async () => {
    keeper.stdin.end()
    await ended
  }
  try {
    writeFileSync(`${file}.holder`, JSON.stringify(holder))
  } catch (error) {
    await giveBack()
    throw isFull(error) ? noRoom(spaceAt(dirname(file)), 'et le verrou ne peut pas être pris') : error
  }
  return giveBack
}

/** Who says that he holds this lock; null when nobody ever did. */
export function readHolder(file: string): Holder | null {
  try {
    return JSON.parse(readFileSync(`${file}.holder`, 'utf8')) as Holder
  } catch {
    return null
  }
}
