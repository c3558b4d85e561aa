import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, mkdirSync, openSync, readSync, statSync, writeSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Home } from '../environment/home.ts'
import { runName } from '../procedure/journal.ts'
import { Locked, takeLock } from '../procedure/lock.ts'
import { isFull, noRoom, spaceAt } from '../tools/free-space.ts'
import { type Happening, type Incident, incidentOf, type Line, parseLines } from './incident.ts'

type Place = Pick<Home, 'folder' | 'environment'>

const folderOf = ({ folder }: Pick<Home, 'folder'>) => join(folder, 'incidents')
const fileOf = (home: Pick<Home, 'folder'>, name: string) => join(folderOf(home), `${name}.jsonl`)

/** Another incident of this environment is open: all that is known of it is in one place. */
export class AlreadyOpen extends Error {
  readonly incident: Incident
  constructor(incident: Incident) {
    const { environment, name, severity, openedAt, by, title } = incident
    super(
      `${environment} a déjà un incident ouvert : ${severity} « ${title} », ${name}, depuis ` +
        `${openedAt.slice(0, 16).replace('T', ' ')} UTC par ${by}. tiptop incident note y ajoute, close le ferme.`,
    )
    this.incident = incident
  }
}

/** The incidents of an environment, the newest first. */
export async function listIncidents(home: Pick<Home, 'folder'>): Promise<Incident[]> {
  const files = (await readdir(folderOf(home)).catch(() => [])).filter(file => file.endsWith('.jsonl'))
  const texts = await Promise.all(files.map(file => readFile(join(folderOf(home), file), 'utf8')))
  const incidents = texts.map(text => incidentOf(parseLines(text))).filter(incident => incident !== null)
  return incidents.sort((a, b) => b.openedAt.localeCompare(a.openedAt) || b.name.localeCompare(a.name))
}

export async function openOne(home: Pick<Home, 'folder'>): Promise<Incident | null> {
  return (await listIncidents(home)).find(({ closedAt }) => closedAt === null) ?? null
}

/** `since`: when it began; null when nobody has seen it earlier. */
type Opening = { at: Date; severity: Incident['severity']; title: string; by: string; since: Date | null }

/**
 * Begins the journal of an incident.
 * @throws AlreadyOpen when one is open: of several at once the first one opens
 */
export async function beginIncident(home: Place, { at, since, ...opening }: Opening): Promise<Incident> {
  return alone(home, opening.by, at, async () => {
    const standing = await openOne(home)
    if (standing) throw new AlreadyOpen(standing)
    const name = runName('incident', at, randomBytes(2).toString('hex'))
    const { environment } = home
    append(home, name, at, {
      kind: 'opened',
      incident: name,
      environment,
      since: (since ?? at).toISOString(),
      ...opening,
    })
    return (await openOne(home)) as Incident
  })
}

/**
 * Adds a line, on the disk before this returns. Several may write at once: a line is written in one go at the end.
 * @throws an Error in French when the disk is full
 */
export function append(home: Pick<Home, 'folder'>, name: string, at: Date, happening: Happening): Line {
  const line = { at: at.toISOString(), ...happening } as Line
  mkdirSync(folderOf(home), { recursive: true, mode: 0o750 })
  const path = fileOf(home, name)
  const file = openSync(path, 'a+', 0o640)
  try {
    // Half a line that a killed run left is ended first, and stays half a line.
    writeSync(file, `${endsWhole(file, path) ? '' : '\n'}${JSON.stringify(line)}\n`)
    fsyncSync(file)
  } catch (error) {
    throw isFull(error) ? noRoom(spaceAt(folderOf(home)), 'et l’incident ne peut plus être noté') : error
  } finally {
    closeSync(file)
  }
  return line
}

function endsWhole(file: number, path: string): boolean {
  const { size } = statSync(path)
  const last = Buffer.alloc(1)
  return size === 0 || (readSync(file, last, 0, 1, size - 1) === 1 && last.toString() === '\n')
}

const PATIENCE_MS = 5_000

/** One at a time for an environment, by the kernel's lock; whoever comes meanwhile waits for these few milliseconds. */
async function alone<T>(home: Place, by: string, at: Date, work: () => Promise<T>): Promise<T> {
  const holder = { run: 'incident', by, since: at.toISOString(), pid: process.pid }
  const lock = join(folderOf(home), '.lock')
  for (const deadline = Date.now() + PATIENCE_MS; ; await pause(30)) {
    const giveBack = await takeLock(lock, home.environment, holder).catch(error => {
      if (!(error instanceof Locked) || Date.now() > deadline) throw error
      return null
    })
    if (giveBack) return work().finally(giveBack)
  }
}
