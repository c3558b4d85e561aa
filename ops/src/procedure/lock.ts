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
 * Takes the kernel's lock (flock(2)) on a file or a folder; a child holds it that lives as long as this process: a
 * killed run leaves none behind.
 * @param shared whether others may share it
 * @returns what gives it back; null when somebody else holds it
 */
export async function holdLock(path: string, { shared = false } = {}): Promise<(() => Promise<void>) | null> {
  const how = [shared ? '--shared' : '--exclusive', '--nonblock', `--conflict-exit-code=${CONFLICT}`, '--no-fork']
  const keeper = spawn('flock', [...how, path, 'cat'], { stdio: ['pipe', 'pipe', 'inherit'], detached: true })
  // What cat says back proves that it runs, which it does with the lock alone.
  keeper.stdin.on('error', () => {})
  keeper.stdin.write('held')
  const ended = once(keeper, 'close') as Promise<[number | null]>
  const held = await Promise.race([once(keeper.stdout, 'data').then(() => true), ended.then(() => false)])
  if (!held) {
    const [code] = await ended
    if (code === CONFLICT) return null
    throw new Error(`flock ${path} a échoué (code ${code}).`)
  }
  return async () => {
    keeper.stdin.end()
    await ended
  }
}

/**
 * Takes the lock of an environment, of which there is one: webhook, polling and a person may fire together.
 * Throws {@link Locked} at once when somebody else holds it. @returns what gives it back
 */
export async function takeLock(file: string, environment: string, holder: Holder): Promise<() => Promise<void>> {
  mkdirSync(dirname(file), { recursive: true, mode: 0o750 })
  const giveBack = await holdLock(file)
  if (!giveBack) throw new Locked(environment, readHolder(file))
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
