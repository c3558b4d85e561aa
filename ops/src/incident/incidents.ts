import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, mkdirSync, openSync, readSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Home } from '../environment/home.ts'
import { Failure } from '../failure.ts'
import { runName } from '../procedure/journal.ts'
import { Locked, takeLock } from '../procedure/lock.ts'
import { sentenceOf } from '../state/damaged-file.ts'
import { readLines } from '../state/read-lines.ts'
import { namesIn } from '../state/read-state.ts'
import { timeOfStamp } from '../time/stamp.ts'
import { waitUntil } from '../time/wait-until.ts'
import { utcMinute } from '../time/words.ts'
import { isFull, noRoom, spaceAt } from '../tools/free-space.ts'
import { inFrench } from '../tools/system-errors.ts'
import { type Incident, type IncidentEvent, type IncidentLine, incidentOf, lineShape, openingOf } from './incident.ts'

type IncidentPlace = Pick<Home, 'folder' | 'environment'>

const folderOf = ({ folder }: Pick<Home, 'folder'>) => join(folder, 'incidents')
const fileOf = (home: Pick<Home, 'folder'>, name: string) => join(folderOf(home), `${name}.jsonl`)

/** An incident of this environment is already open: everything about it is kept in one place. */
class IncidentAlreadyOpen extends Failure {
  readonly incident: Incident
  constructor(incident: Incident) {
    const { environment, name, severity, openedAt, by, title } = incident
    super(
      'already-there',
      `${environment} a déjà un incident ouvert : ${severity} « ${title} », ${name}, depuis ` +
        `${utcMinute(openedAt)} par ${by}. tiptop incident note y ajoute, close le ferme.`,
      { hint: null },
    )
    this.incident = incident
  }
}

/**
 * The incidents of an environment, the newest first. Of one whose journal is damaged there is what is still known: it is
 * open, unless a line that is left closes it.
 * @throws DamagedFile if their folder cannot be looked into
 */
export async function listIncidents(home: IncidentPlace): Promise<Incident[]> {
  return (await readIncidents(home)).map(({ incident }) => incident)
}

async function readIncidents(home: IncidentPlace): Promise<{ incident: Incident; unreadable: boolean }[]> {
  const files = (await namesIn(folderOf(home))).filter(file => file.endsWith('.jsonl'))
  const found = await Promise.all(files.map(file => readIncident(home, basename(file, '.jsonl'))))
  return found.sort(
    ({ incident: a }, { incident: b }) => b.openedAt.localeCompare(a.openedAt) || b.name.localeCompare(a.name),
  )
}

async function readIncident(home: IncidentPlace, name: string) {
  const { lines, damage } = await readLines(fileOf(home, name), lineShape)
  const isWhole = lines[0]?.kind === 'opened'
  const first = isWhole ? [] : [openingOf(name, home.environment, openedAt(name, lines))]
  const incident = incidentOf([...first, ...lines], damage && sentenceOf(damage)) as Incident
  return { incident, unreadable: damage?.unreadable ?? false }
}

/** The name of an incident begins with the moment at which it was opened. */
function openedAt(name: string, [line]: readonly IncidentLine[]): string {
  const at = timeOfStamp(name.slice(0, '20261123-041500'.length))
  return Number.isNaN(at.getTime()) ? (line?.at ?? new Date(0).toISOString()) : at.toISOString()
}

/** Returns the open incident of an environment, or null if there is none: one that nothing can be added to is none. */
export async function openOne(home: IncidentPlace): Promise<Incident | null> {
  const found = await readIncidents(home)
  return found.find(({ incident, unreadable }) => incident.closedAt === null && !unreadable)?.incident ?? null
}

/** `since`: when it began; null if that is when it was opened. */
type IncidentOpening = {
  at: Date
  severity: Incident['severity']
  title: string
  by: string
  since: Date | null
  detected?: true
}

/** Where the lines of an incident are written. */
export type IncidentJournal = {
  /** returns the open incident, or null if there is none */
  standing(): Promise<Incident | null>
  /** @throws a Failure `already-there` if one is open: of several concurrent opens one wins */
  begin(opening: IncidentOpening): Promise<Incident>
  /** adds a line, which is on the disk when this returns. @throws a Failure `disk-full` */
  append(name: string, at: Date, happening: IncidentEvent): IncidentLine
  /** keeps a file beside the journal. @returns its path */
  keep(name: string, ending: string, text: string): string
}

export function openIncidentJournal(home: IncidentPlace): IncidentJournal {
  return {
    standing: () => openOne(home),
    begin: opening => beginIncident(home, opening),
    append: (name, at, happening) => append(home, name, at, happening),
    keep(name, ending, text) {
      const path = join(folderOf(home), `${name}${ending}`)
      writeFileSync(path, text, { mode: 0o640 })
      return path
    },
  }
}

/** For dry runs: reports what it would write, and remembers it until the process ends. */
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
    keep: (name, ending) => join(folderOf(home), `${name}${ending}`),
  }
}

/** Dry notices report by themselves what they would send, and a look changes nothing. */
const WOULD: Record<IncidentLine['kind'], string | null> = {
  opened: 'ouvrirait l’incident',
  graded: 'changerait la gravité',
  noted: 'noterait ce texte',
  diagnosed: 'garderait ce diagnostic',
  told: null,
  escalated: 'appellerait le second niveau',
  looked: null,
  stable: 'noterait que tout est stable',
  planned: 'planifierait la correction',
  corrected: 'noterait que la correction est faite',
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

/** Several processes may write at once: each line is appended by a single write. */
function append(home: Pick<Home, 'folder'>, name: string, at: Date, happening: IncidentEvent): IncidentLine {
  const line = { at: at.toISOString(), ...happening } as IncidentLine
  const path = fileOf(home, name)
  const file = openToAppend(home, path)
  try {
    // A killed run may have left half a line: it is ended first, so that it spoils no other.
    writeSync(file, `${endsWhole(file, path) ? '' : '\n'}${JSON.stringify(line)}\n`)
    fsyncSync(file)
  } catch (error) {
    throw isFull(error)
      ? noRoom(spaceAt(folderOf(home)), 'et l’incident ne peut plus être noté')
      : inFrench(error, path)
  } finally {
    closeSync(file)
  }
  return line
}

function openToAppend(home: Pick<Home, 'folder'>, path: string): number {
  try {
    mkdirSync(folderOf(home), { recursive: true, mode: 0o750 })
    return openSync(path, 'a+', 0o640)
  } catch (error) {
    throw inFrench(error, path)
  }
}

function endsWhole(file: number, path: string): boolean {
  const { size } = statSync(path)
  const last = Buffer.alloc(1)
  return size === 0 || (readSync(file, last, 0, 1, size - 1) === 1 && last.toString() === '\n')
}

const PATIENCE_MS = 5_000

/** Runs one at a time in an environment, by a lock of the kernel. Others wait for these few milliseconds. */
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
