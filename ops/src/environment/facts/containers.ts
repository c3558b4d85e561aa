import { stripVTControlCharacters } from 'node:util'
import { containersNamed, lastWordsOf } from '../../tools/docker.ts'
import type { Shell } from '../../tools/shell.ts'
import type { Colour, Home } from '../home.ts'

/** What an environment is made of while it serves. */
const parts = ['nginx', 'postgres', 'backend', 'frontend'] as const
export type ContainerPart = (typeof parts)[number]

export type Container = {
  part: ContainerPart
  /** as Docker calls it */
  name: string
  state: 'well' | 'starting' | 'unhealthy' | 'stopped' | 'missing'
  /** in Docker's words */
  status: string
  /** the last lines of its log, when it is not well */
  lastWords: string[]
}

const LINES = 4
/** A line of a log can be a page long. */
const WIDEST = 200

/** Reads the state of the containers that should run: nginx, the database, and the release of the colour that serves. */
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

/** The container's name, as compose gives it. */
export function containerOf({ stack }: Pick<Home, 'stack'>, colour: Colour, part: ContainerPart): string {
  return `${stack}-${part === 'nginx' || part === 'postgres' ? 'infra' : colour}-${part}-1`
}

/** @param engine Docker's `State` @param status Docker's `Status`, which alone holds the result of the health check */
function stateOf(engine: string, status: string): Container['state'] {
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

/** nginx logs the client's address; a diagnosis is kept and sent around. */
function withoutClient(line: string): string {
  return line.replace(/client: [^,]+/, 'client: …')
}
