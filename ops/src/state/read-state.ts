import { readFileSync } from 'node:fs'
import { readdir, readFile, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { z } from 'zod'
import { systemReason } from '../tools/system-errors.ts'
import { DamagedFile, orDamage } from './damaged-file.ts'

const RESTORE = 'Remettez ce fichier d’une sauvegarde, ou mettez-le de côté (mv), puis recommencez.'

/** How to read a file of the state. `hint`: what to do if it is damaged, in French. */
type StateReading<T> = { shape: z.ZodType<T>; hint?: string }

/** @returns what a file of JSON says; null if there is no such file. @throws DamagedFile if it cannot be used */
export async function readState<T>(path: string, reading: StateReading<T>): Promise<T | null> {
  const text = await readText(path)
  return text === null ? null : parseState(path, text, reading)
}

/** The same without waiting, for a file that is read while a lock is tried. */
export function readStateNow<T>(path: string, reading: StateReading<T>): T | null {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if (isMissing(error)) return null
    throw damagedBy(error, path)
  }
  return parseState(path, text, reading)
}

/** @throws DamagedFile unless the text is JSON of this shape. @param path names it */
export function parseState<T>(path: string, text: string, { shape, hint = RESTORE }: StateReading<T>): T {
  if (!text.trim()) throw new DamagedFile({ path, what: 'il est vide', hint })
  const parsed = shape.safeParse(jsonOf(text) ?? undefined)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const place = issue?.path.join('.')
  const what = place
    ? `« ${place} » n’y est pas ce qui est attendu`
    : 'ce n’est pas du JSON entier de la sorte attendue'
  throw new DamagedFile({ path, what, hint })
}

/** @returns the text of a file of the state; null if there is none. @throws DamagedFile if the system does not give it */
export async function readText(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch(error => nullIfMissing(error, path))
}

/** @returns the names in a folder of the state; none if there is no such folder. @throws DamagedFile if it cannot be looked into */
export async function namesIn(path: string): Promise<string[]> {
  return (await readdir(path).catch(error => nullIfMissing(error, path))) ?? []
}

/** @returns where a link of the state points to; null if there is none. @throws DamagedFile if something else is there */
export async function readLink(path: string): Promise<string | null> {
  return readlink(path).catch(error => nullIfMissing(error, path))
}

/** Everything of one kind that a folder has; a damaged file takes nothing from the others. */
export async function readAll<T>(
  folder: string,
  reading: StateReading<T>,
): Promise<{ found: T[]; damaged: DamagedFile[] }> {
  const [found, damaged]: [T[], DamagedFile[]] = [[], []]
  for (const name of (await namesIn(folder)).filter(name => name.endsWith('.json')).sort()) {
    const one = await orDamage(readState(join(folder, name), reading))
    if (one instanceof DamagedFile) damaged.push(one)
    else if (one !== null) found.push(one)
  }
  return { found, damaged }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function nullIfMissing(error: unknown, path: string): null {
  if (isMissing(error)) return null
  throw damagedBy(error, path)
}

const isMissing = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT'

function damagedBy(error: unknown, path: string): unknown {
  const reason = systemReason(error)
  return reason ? new DamagedFile({ path, what: reason.why, hint: reason.hint, unreadable: true }, error) : error
}
