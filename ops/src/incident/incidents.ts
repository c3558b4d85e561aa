import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, mkdirSync, openSync, readSync, statSync, writeSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Home } from '../environment/home.ts'
import { Failure } from '../failure.ts'
import { runName } from '../procedure/journal.ts'
import { Locked, takeLock } from '../procedure/lock.ts'
import { waitUntil } from '../time/wait-until.ts'
import { utcMinute } from '../time/words.ts'
import { isFull, noRoom, spaceAt } from '../tools/free-space.ts'
import { type Incident, type IncidentEvent, type IncidentLine, incidentOf, parseLines } from './incident.ts'

type IncidentPlace = Pick<Home, 'folder' | 'environment'>

const folderOf = ({ folder }: Pick<Home, 'folder'>) => join(folder, 'incidents')
const fileOf = (home: Pick<Home, 'folder'>, name: string) => join(folderOf(home), `${name}.jsonl`)

/** Another incident of this environment is open: all that is known of it is in one place. */
class IncidentAlreadyOpen extends Failure {
  readonly incident: Incident
  constructor(incident: Incident) {
    const { environment, name, severity, openedAt, by, title } = incident
    super(
      'already-there',
      `${environment} a déjà un incident ouvert : ${severity} « ${title} », ${name}, depuis ` +
        `${utcMinute(openedAt)} par ${by}. tiptop incident note y ajoute, close le ferme.`,
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

/** The incident of an environment that is open, or null. */
export async function openOne(home: Pick<Home, 'folder'>): Promise<Incident | null> {
  return (await listIncidents(home)).find(({ closedAt }) => closedAt === null) ?? null
}

/** `since`: when it began; null when it was seen no earlier. */
type IncidentOpening = { at: Date; severity: Incident['severity']; title: string; by: string; since: Date | null }

/** Where what happens to an incident is written. */
export type IncidentJournal = {
  /** the incident that is open, or null */
  standing(): Promise<Incident | null>
  /** @throws IncidentAlreadyOpen when one is open: of several at once the first one opens */
  begin(opening: IncidentOpening): Promise<Incident>
  /** adds a line, on the disk before this returns. @throws an Error in French when the disk is full */
  append(name: string, at: Date, happening: IncidentEvent): IncidentLine
}

export function openIncidentJournal(home: IncidentPlace): IncidentJournal {
  return {
    standing: () => openOne(home),
    begin: opening => beginIncident(home, opening),
    append: (name, at, happening) => append(home, name, at, happening),
  }
}

/** For dry runs: tells what it would write, and knows it until the process ends. */
export function dryIncidentJournal(home: IncidentPlace, tell: (line: string) => void): IncidentJournal {
  const added: IncidentLine[] = []
  const standing = async () => {
    const incident = incidentOf([...((await openOne(home))?.lines ?? []), ...added])
    return incident?.closedAt === null ? incident : null
  }
  const add = (at: Date, happening: IncidentEvent) => {
    const line = { at: at.toISOString(), ...happening } as IncidentLine
    const words = WOULD[line.kind]
    if (words) tell(words)
    added.push(line)
    return line
  }
  return {
    standing,
    async begin(opening) {
      const before = await standing()
      if (before) throw new IncidentAlreadyOpen(before)
      add(opening.at, openedLine(home, opening))
      return (await standing()) as Incident
    },
    append: (_name, at, happening) => add(at, happening),
  }
}

/** Notices tell by themselves what they would send, and a look changes nothing. */
const WOULD: Record<IncidentLine['kind'], string | null> = {
  opened: 'ouvrirait l’incident',
  graded: 'changerait la gravité',
  noted: 'noterait ce texte',
  diagnosed: 'garderait ce diagnostic',
  told: null,
  escalated: 'appellerait le second niveau',
  looked: null,
  stable: 'noterait que tout est stable',
  counted: 'noterait les erreurs comptées',
  closed: 'fermerait l’incident',
}

async function beginIncident(home: IncidentPlace, opening: IncidentOpening): Promise<Incident> {
  return alone(home, opening.by, opening.at, async () => {
    const standing = await openOne(home)
    if (standing) throw new IncidentAlreadyOpen(standing)
    const opened = openedLine(home, opening)
    append(home, opened.incident, opening.at, opened)
    return (await openOne(home)) as Incident
  })
}

function openedLine({ environment }: IncidentPlace, { at, since, ...opening }: IncidentOpening) {
  const incident = runName('incident', at, randomBytes(2).toString('hex'))
  return { kind: 'opened' as const, incident, environment, since: (since ?? at).toISOString(), ...opening }
}

/** Several may write at once: a line is written in one go at the end. */
function append(home: Pick<Home, 'folder'>, name: string, at: Date, happening: IncidentEvent): IncidentLine {
  const line = { at: at.toISOString(), ...happening } as IncidentLine
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

/** One at a time for an environment, by the kernel's lock; what comes meanwhile waits for these few milliseconds. */
async function alone<T>(home: IncidentPlace, by: string, at: Date, work: () => Promise<T>): Promise<T> {
  const holder = { run: 'incident', by, since: at.toISOString(), pid: process.pid }
  const lock = join(folderOf(home), '.lock')
  let locked: Locked | null = null
  const take = () =>
    takeLock(lock, home.environment, holder).catch(error => {
      if (!(error instanceof Locked)) throw error
      locked = error
      return null
    })
  const giveBack = await waitUntil(take, { everyMs: 30, withinMs: PATIENCE_MS })
  if (!giveBack) throw locked
  return work().finally(giveBack)
}
