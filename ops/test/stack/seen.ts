import type { ChildProcess } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from '../machine/run.ts'
import type { Server } from './server.ts'
import { until } from './waiting.ts'
import { wholeState } from './whole-state.ts'

/** Everything that a deployment leaves as it was when it stops before it builds: images that were made as well. */
export async function untouched(server: Server) {
  const { REGISTRY } = (await server.target()).settings
  const format = '{{.Repository}}:{{.Tag}} {{.ID}}'
  const images = await run(['docker', 'images', '--no-trunc', '--format', format, `${REGISTRY}/*`])
  return { ...(await wholeState(server, { traces: false })), images: images.split('\n').toSorted().join('\n') }
}

/** The containers of this server, in the order of their names, and their states: `blue-backend-1 running`. */
export async function containers({ home }: Server): Promise<string[]> {
  const format = '{{.Names}} {{.State}}'
  const said = await run(['docker', 'ps', '--all', '--format', format, '--filter', `name=^${home.stack}-`])
  return said
    .split('\n')
    .flatMap(line => (line ? [line.slice(home.stack.length + 1)] : []))
    .toSorted()
}

/** Waits until the run of this process has written this into its journal. */
export async function untilJournalSays(server: Server, child: ChildProcess, text: string): Promise<void> {
  await until(async () => {
    const journal = await journalOf(server, child)
    return journal !== null && (await readFile(journal, 'utf8')).includes(text)
  }, 120)
}

/** The journal of the run that this process is, or was; null as long as it has none. */
export async function journalOf({ home }: Server, { pid }: ChildProcess): Promise<string | null> {
  const newest = (await readdir(home.runs))
    .filter(name => name.endsWith('.jsonl'))
    .toSorted()
    .slice(-5)
  for (const file of newest.map(name => join(home.runs, name)))
    if ((await readFile(file, 'utf8')).includes(`"pid":${pid},`)) return file
  return null
}
