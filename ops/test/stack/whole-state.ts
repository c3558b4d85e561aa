import { createHash } from 'node:crypto'
import { readdir, readFile, readlink, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { backupRepositoryOf, repositoryOf } from '../../src/release/image-names.ts'
import { pieces } from '../../src/release/release.ts'
import { run } from '../machine/run.ts'
import type { Server } from './server.ts'

/** What a procedure leaves behind that says of itself alone. */
const TRACES = /^root\/\w+\/(runs\/|control\/|seen\.json|\.lock)/

/**
 * Everything by which one could tell that something was changed: containers, labels of the registry, rows of the
 * database, files with their content and who may read them. Two of these are compared by a test.
 * @param traces whether journals and the lock are part of it
 */
export async function wholeState(server: Server, { traces = true } = {}): Promise<Record<string, string>> {
  const all = { ...(await containersOf(server)), ...(await labelsOf(server)), ...(await rowsOf(server)) }
  const files = Object.entries(await filesIn(join(server.home.folder, '..', '..')))
  return { ...all, ...Object.fromEntries(files.filter(([file]) => traces || !TRACES.test(file))) }
}

/** Each container of this server: which it is, what it runs, and whether it runs. */
export async function containersOf({ home }: Server): Promise<Record<string, string>> {
  const ids = await run(['docker', 'ps', '--all', '--quiet', '--no-trunc', '--filter', `name=^${home.stack}-`])
  if (!ids) return {}
  const format = '{{.Name}}\t{{.Id}} {{.Image}} {{.State.Status}} {{.State.StartedAt}}'
  const lines = await run(['docker', 'inspect', '--format', format, ...ids.split('\n')])
  return Object.fromEntries(lines.split('\n').map(line => line.split('\t')))
}

async function labelsOf(server: Server): Promise<Record<string, string>> {
  const { settings } = await server.target()
  const { registry } = await server.outside()
  const named: Record<string, string> = {}
  for (const piece of pieces)
    for (const { path } of [repositoryOf(settings.REGISTRY, piece), backupRepositoryOf(settings.REGISTRY, piece)])
      for (const tag of await registry.tags(path)) named[`${path}:${tag}`] = `${await registry.digestOf(path, tag)}`
  return named
}

/** What the backend makes of events and plays by itself, a moment later. */
const REGULAR_WORK = ['audit_seals', 'count_changes', 'uncounted_plays', 'folded_counts', 'players']

/** How many rows each table has, regular work aside. */
async function rowsOf({ sql }: Server): Promise<Record<string, string>> {
  const count = `query_to_xml(format('select count(*) as n from %I', table_name), false, true, '')`
  const tables = await sql(
    `select table_name, (xpath('/row/n/text()', ${count}))[1] from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE'
       and table_name not in ('${REGULAR_WORK.join("', '")}');`,
  )
  return Object.fromEntries(tables.split('\n').map(line => line.split('\t')))
}

async function filesIn(folder: string): Promise<Record<string, string>> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = found.filter(entry => !entry.isDirectory() && !entry.parentPath.includes('/repository'))
  const described = files.map(async entry => {
    const path = join(entry.parentPath, entry.name)
    const what = entry.isSymbolicLink() ? `-> ${await readlink(path)}` : await contentOf(path)
    return [relative(folder, path), what] as const
  })
  return Object.fromEntries(await Promise.all(described))
}

async function contentOf(path: string): Promise<string> {
  const { mode, uid, gid } = await stat(path)
  const hash = createHash('sha256')
    .update(await readFile(path))
    .digest('hex')
  return `${hash} ${(mode & 0o777).toString(8)} ${uid}:${gid}`
}
