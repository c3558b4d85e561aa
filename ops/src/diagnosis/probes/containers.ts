import { stripVTControlCharacters } from 'node:util'
import type { Colour, Home } from '../../environment/home.ts'
import { containersNamed, lastWordsOf } from '../../tools/docker.ts'
import type { Shell } from '../../tools/shell.ts'
import { type Worded, well, wrong } from '../finding.ts'

/** What an environment is made of while it serves. */
export const parts = ['nginx', 'postgres', 'backend', 'frontend'] as const
export type Part = (typeof parts)[number]

export type Container = {
  part: Part
  /** as Docker calls it */
  name: string
  state: 'well' | 'starting' | 'unhealthy' | 'stopped' | 'missing'
  /** in Docker's words */
  status: string
  /** the last that it said, when it is not well */
  lastWords: string[]
}

const LINES = 4
/** A line of a journal can be a page long. */
const WIDEST = 200

/** Looks at the containers that are to run: the door, the database and the release of the colour that serves. */
export async function readContainers(
  home: Home,
  colour: Colour,
  { shell, signal }: { shell: Pick<Shell, 'read'>; signal: AbortSignal },
): Promise<Container[]> {
  const said = await shell.read(containersNamed(`${home.stack}-`), { signal })
  const found = new Map(said.split('\n').map(line => [line.split('\t')[0] ?? '', line.split('\t').slice(1)] as const))
  const meant = parts.map(part => ({ part, name: containerOf(home, colour, part) }))
  return Promise.all(
    meant.map(async ({ part, name }): Promise<Container> => {
      const [engine = '', status = 'absent'] = found.get(name) ?? []
      const state = stateOf(engine, status)
      const lastWords = state === 'well' || state === 'missing' ? [] : await wordsOf(name, shell, signal)
      return { part, name, state, status, lastWords }
    }),
  )
}

export function containerOf({ stack }: Pick<Home, 'stack'>, colour: Colour, part: Part): string {
  return `${stack}-${part === 'nginx' || part === 'postgres' ? 'infra' : colour}-${part}-1`
}

/** @param engine Docker's `State` @param status Docker's `Status`, which alone tells the health check */
export function stateOf(engine: string, status: string): Container['state'] {
  if (!engine) return 'missing'
  if (engine !== 'running') return 'stopped'
  if (status.includes('(unhealthy)')) return 'unhealthy'
  return status.includes('(health: starting)') ? 'starting' : 'well'
}

async function wordsOf(name: string, { read }: Pick<Shell, 'read'>, signal: AbortSignal): Promise<string[]> {
  const lines: string[] = []
  const onLine = (line: string) => void lines.push(withoutClient(stripVTControlCharacters(line)).slice(0, WIDEST))
  await read(lastWordsOf(name, LINES), { signal, onLine }).catch(() => '')
  return lines.slice(-LINES)
}

/** nginx names who asked; a diagnosis is kept and sent around. */
function withoutClient(line: string): string {
  return line.replace(/client: [^,]+/, 'client: …')
}

const stateWords: Record<Container['state'], string> = {
  well: 'en état',
  starting: 'démarre',
  unhealthy: 'en mauvaise santé',
  stopped: 'arrêté',
  missing: 'absent',
}

export function wordContainers(containers: Container[]): Worded {
  const ill = containers.filter(({ state }) => state !== 'well')
  if (!ill.length) return well(`les ${containers.length} sont en état`)
  const lines = ill.flatMap(({ name, state, status, lastWords }) => [
    `${name} : ${stateWords[state]}${state === 'missing' ? '' : ` (${status})`}`,
    ...lastWords.map(line => `  | ${line}`),
  ])
  return wrong(...lines, ...(ill.length < containers.length ? ['les autres sont en état'] : []))
}
