import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * A file that says which process is at work here. Plain JavaScript, because the bootstrap uses it before Node 24 is there.
 *
 * @typedef {{ pid: number, started: string, [fact: string]: unknown }} Holder
 */

/** How long a lock without content may be one that is just being written. */
const HALF_WRITTEN_MS = 5_000

/**
 * Takes the lock, also from a holder that died without giving it back.
 *
 * @param {string} path
 * @param {Record<string, unknown>} [facts] what a program that finds the lock taken wants to know
 * @returns {Holder | null} null when the lock is ours now, otherwise who holds it
 */
export function takeLock(path, facts = {}) {
  mkdirSync(dirname(path), { recursive: true })
  const content = JSON.stringify({ ...facts, pid: process.pid, started: startOf(process.pid) })
  for (;;) {
    try {
      writeFileSync(path, content, { flag: 'wx' })
      return null
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error
    }
    const holder = lockHolder(path)
    if (holder) return holder
    putAside(path)
  }
}

/**
 * Who holds this lock: a process that lives, or null.
 *
 * @param {string} path
 * @returns {Holder | null}
 */
export function lockHolder(path) {
  try {
    const text = readFileSync(path, 'utf8')
    if (text) return alive(JSON.parse(text))
    return Date.now() - statSync(path).mtimeMs < HALF_WRITTEN_MS ? { pid: 0, started: '' } : null
  } catch {
    return null
  }
}

/** @param {string} path a lock that this process holds */
export function giveBackLock(path) {
  rmSync(path, { force: true })
}

/**
 * Removes a dead holder's lock. Renaming it first makes sure that of two processes that find it only one removes it,
 * and neither removes the lock that the other takes afterwards.
 *
 * @param {string} path
 */
function putAside(path) {
  const aside = `${path}.${process.pid}`
  try {
    renameSync(path, aside)
  } catch {
    return
  }
  if (lockHolder(aside)) renameSync(aside, path)
  else rmSync(aside, { force: true })
}

/**
 * A number of a process is used again, above all in containers: the moment of its start tells two of them apart.
 *
 * @param {Holder} holder
 */
function alive(holder) {
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EPERM') return null
  }
  return startOf(holder.pid) === holder.started ? holder : null
}

/** @param {number} pid */
function startOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}
