import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { text } from 'node:stream/consumers'
import { z } from 'zod'
import { Failure } from '../failure.ts'
import { DamagedFile } from '../state/damaged-file.ts'
import { readStateNow } from '../state/read-state.ts'
import { writeState } from '../state/write-state.ts'
import { openFiles } from '../tools/files.ts'
import { inFrench } from '../tools/system-errors.ts'

const holderShape = z.object({ run: z.string(), by: z.string(), since: z.string(), pid: z.number() })

/** Which run works on an environment, who started it and when (ISO 8601). */
type LockHolder = z.infer<typeof holderShape>

/** Another run works on this environment: nothing was done. */
export class Locked extends Failure {
  readonly holder: LockHolder | null
  constructor(environment: string, holder: LockHolder | null) {
    const who = holder ? ` : ${holder.by}, depuis ${holder.since} (${holder.run}, processus ${holder.pid})` : ''
    super('locked', `${environment} est verrouillé${who}.`, {
      hint: `Recommencez quand cette exécution est finie : tiptop runs list ${environment} la montre.`,
    })
    this.holder = holder
  }
}

/** `flock` ends with this code when another process holds the lock, and with no other failure. */
const CONFLICT = 11

/** Longer than it takes to look whether a lock is held. */
const LOOKING_SECONDS = 0.5

/**
 * Takes the kernel's lock (flock(2)) on a file or a folder. A child process holds it for as long as this process lives,
 * so a killed run leaves no lock behind.
 * @param shared whether others may share it; the only holder waits a moment for those who just look
 * @returns what gives it back; null if another process holds it
 * @throws a Failure with the words of `flock` if the lock could not be tried at all
 */
export async function holdLock(path: string, { shared = false } = {}): Promise<(() => Promise<void>) | null> {
  const mode = shared ? ['--shared', '--nonblock'] : ['--exclusive', `--timeout=${LOOKING_SECONDS}`]
  const how = [...mode, `--conflict-exit-code=${CONFLICT}`, '--no-fork']
  const keeper = spawn('flock', [...how, path, 'cat'], { stdio: ['pipe', 'pipe', 'pipe'], detached: true })
  const ended = once(keeper, 'close').then(
    ([code]) => ({ code: code as number | null }),
    (cause: Error) => ({ code: null, cause }),
  )
  const said = text(keeper.stderr)
  // What cat says back proves that it runs, which it does with the lock alone.
  keeper.stdin.on('error', () => {})
  keeper.stdin.write('held')
  const held = await Promise.race([once(keeper.stdout, 'data').then(() => true), ended.then(() => false)])
  if (!held) {
    const { code, ...failed } = await ended
    if (code === CONFLICT) return null
    const why = 'cause' in failed ? failed.cause.message : (await said).trim()
    throw new Failure(
      'command-failed',
      `Le verrou ${path} n’a pas pu être essayé : flock, code ${code ?? 'inconnu'} (${why}).`,
      { hint: null, ...failed },
    )
  }
  return async () => {
    keeper.stdin.end()
    await ended
  }
}

/**
 * Takes the only lock of an environment: webhook, polling and a person may start a run at the same time.
 * @returns what gives it back
 * @throws Locked at once if another run holds it; a Failure if the lock cannot be taken for another reason
 */
export async function takeLock(file: string, environment: string, holder: LockHolder): Promise<() => Promise<void>> {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o750 })
  } catch (error) {
    throw inFrench(error)
  }
  const giveBack = await holdLock(file)
  if (!giveBack) throw new Locked(environment, readHolder(file))
  try {
    await writeState(holderFile(file), holder, openFiles())
  } catch (error) {
    await giveBack()
    throw inFrench(error)
  }
  return giveBack
}

/** Returns the last run that took this lock; null if none ever did, or if the file that names it is damaged. */
export function readHolder(file: string): LockHolder | null {
  const holder = holderOf(file)
  return holder instanceof DamagedFile ? null : holder
}

function holderOf(file: string): LockHolder | null | DamagedFile {
  try {
    return readStateNow(holderFile(file), { shape: holderShape })
  } catch (error) {
    if (error instanceof DamagedFile) return error
    throw error
  }
}

const holderFile = (file: string) => `${file}.holder`

/**
 * Whether this run holds a lock at this moment, also in another container of this machine, where its process has another
 * number. Looking takes the lock for a few milliseconds. A lock that cannot be tried is held by no run.
 */
export async function isHeldBy(run: string, file: string): Promise<boolean> {
  const holder = holderOf(file)
  // A damaged file does not name the holder; then any unfinished run may be the one.
  if (!(holder instanceof DamagedFile) && holder?.run !== run) return false
  const giveBack = await holdLock(file, { shared: true }).catch(() => async () => {})
  await giveBack?.()
  return giveBack === null
}
