import type { z } from 'zod'
import { Failure } from '../failure.ts'
import { DamagedFile, orDamage } from './damaged-file.ts'
import { readText } from './read-state.ts'

/** What a journal still says, and what is wrong with it; null if it is whole, or if the last write broke off. */
type JournalLines<T> = { lines: T[]; damage: DamagedFile | null }

const KEPT = 'Ce qui suit est connu sans ces lignes ; le fichier d’une sauvegarde les a encore.'

/**
 * Reads JSON lines, without those that are damaged. Half a line at the end is what a killed run leaves: no damage.
 * @throws a Failure if there is no such file
 */
export async function readLines<T>(path: string, shape: z.ZodType<T>): Promise<JournalLines<T>> {
  const text = await orDamage(readText(path))
  if (text instanceof DamagedFile) return { lines: [], damage: text }
  if (text === null) throw new Failure('not-there', `${path} n’existe pas.`, { hint: null })
  if (!text) return { lines: [], damage: new DamagedFile({ path, what: 'il est vide', hint: KEPT }) }
  const written = text.split('\n')
  const half = written.pop() ?? ''
  const parsed = [...written.filter(Boolean), ...(half ? [half] : [])].map(line => shape.safeParse(jsonOf(line)).data)
  const lost = parsed.flatMap((line, place) =>
    line === undefined && !(half && place === parsed.length - 1) ? [place + 1] : [],
  )
  const what = `${lost.length > 1 ? 'les lignes' : 'la ligne'} ${lost.join(', ')} ne se ${lost.length > 1 ? 'lisent' : 'lit'} plus`
  const lines = parsed.filter(line => line !== undefined)
  if (!lost.length && lines.length) return { lines, damage: null }
  return {
    lines,
    damage: new DamagedFile({ path, what: lost.length ? what : 'il n’a aucune ligne entière', hint: KEPT }),
  }
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
