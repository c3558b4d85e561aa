import type { Home } from '../../environment/home.ts'
import { DAY_MS } from '../../time/duration.ts'
import { stampOf, timeOfStamp } from '../../time/stamp.ts'
import { dateText } from '../../time/words.ts'
import { inBytes } from '../../tools/free-space.ts'
import { readRows } from '../../tools/postgres.ts'
import type { Tools } from '../../tools/tools.ts'

/** What a restoration put aside: a database beside the one in use, or the files of one in a volume. */
export type Aside = {
  kind: 'database' | 'volume'
  name: string
  /** until when it was in use */
  at: Date
  /** null if it cannot be measured */
  bytes: number | null
}

/** Names of databases that another has taken the place of, `tiptop_until_20261123_031205`. */
export const ASIDE = /^tiptop_until_\d{8}_\d{6}$/

/** After so many days `tiptop prune` proposes to remove what was put aside. */
export const ASIDE_DAYS = 30

type Shelled = Pick<Tools, 'shell'>

/** Returns the name of the database into which the files of a volume are read. */
export function databaseNameOf(at: Date): string {
  return `tiptop_until_${stampOf(at).replace('-', '_')}`
}

/**
 * Lists what was put aside, the newest first; of one moment, a database comes before the volume that it was read from.
 * @throws Failure if the database server or the engine does not answer
 */
export async function listAsides(home: Home, { shell }: Shelled): Promise<Aside[]> {
  const prefix = `${home.stack}-database-until-`
  const question = 'select datname, pg_database_size(datname) from pg_database'
  const databases = await readRows(shell, home.database, question, { database: 'postgres' })
  const volumes = await shell.read(['docker', 'volume', 'ls', '--quiet', '--filter', `name=^${prefix}`])
  const names = volumes.split('\n').filter(name => name.startsWith(prefix))
  const sizes = await Promise.all(names.map(name => sizeOf(name, home, { shell }).catch(() => null)))
  const asides: Aside[] = [
    ...databases
      .filter(([name = '']) => ASIDE.test(name))
      .map(([name = '', bytes]) => ({ kind: 'database' as const, name, at: timeOfStamp(name), bytes: Number(bytes) })),
    ...names.map((name, place) => ({
      kind: 'volume' as const,
      name,
      at: timeOfStamp(name),
      bytes: sizes[place] ?? null,
    })),
  ]
  return asides.sort((one, other) => other.at.getTime() - one.at.getTime() || one.kind.localeCompare(other.kind))
}

/** Measures a volume in a container of the database's image, which sees nothing else. */
async function sizeOf(volume: string, home: Home, { shell }: Shelled): Promise<number> {
  const image = await shell.read(['docker', 'container', 'inspect', '--format', '{{.Image}}', home.database.container])
  const measure = ['--entrypoint=du', image, '--summarize', '--block-size=1', '/aside']
  const said = await shell.read(['docker', 'run', '--rm', '--network=none', `--volume=${volume}:/aside:ro`, ...measure])
  return Number.parseInt(said, 10)
}

/** The day from which `tiptop prune` proposes to remove it, `2026-12-23`. */
export function proposedOn({ at }: Pick<Aside, 'at'>): string {
  return dateText(new Date(at.getTime() + ASIDE_DAYS * DAY_MS))
}

/** `tiptop_until_20261123_031205 (12,3 Mo), à retirer par tiptop prune à partir du 2026-12-23`. */
export function asideWords(aside: Aside): string {
  const size = aside.bytes === null ? 'taille inconnue' : inBytes(aside.bytes)
  return `${aside.name} (${size}), à retirer par tiptop prune à partir du ${proposedOn(aside)}`
}

/** The same of what has just been put aside, by its name; the name alone if it cannot be looked at. */
export async function asideWordsOf(name: string, home: Home, tools: Shelled): Promise<string> {
  const asides = await listAsides(home, tools).catch(() => [])
  const found = asides.find(aside => aside.name === name)
  return found ? asideWords(found) : name
}
