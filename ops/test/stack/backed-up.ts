import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RollbackPoint } from '../../src/archive/rollback-points/versions.ts'
import type { DiagramNode } from '../../src/diagrams/diagram-nodes.ts'
import type { Target } from '../../src/environment/target.ts'
import type { JournalEntry } from '../../src/procedure/journal.ts'
import { runProcedure, type Step } from '../../src/procedure/procedure.ts'
import { type RunningRelease, runningRelease } from '../../src/release/colours.ts'
import { backupRepositoryOf, repositoryOf } from '../../src/release/image-names.ts'
import { pieces } from '../../src/release/release.ts'
import { makeRollbackPoint } from '../../src/rollback-point/make-rollback-point.ts'
import type { Tools } from '../../src/tools/tools.ts'
import { record } from '../record.ts'
import type { Server } from './server.ts'

type How = {
  target?: Target
  tools?: Tools
  running?: RunningRelease | null
  /** what happens elsewhere, right before the step of this node */
  before?: Partial<Record<DiagramNode, () => Promise<unknown>>>
  signal?: AbortSignal
}

/** Makes a rollback point as deploy does. @returns how that ended, and the way it took through the diagrams */
export async function backUp(server: Server, how: How = {}) {
  const { before = {}, signal = new AbortController().signal } = how
  const target = how.target ?? (await server.target())
  const tools = how.tools ?? (await server.outside())
  const running = how.running === undefined ? await runningRelease(target.home) : how.running
  const seen = record()
  const ending = await runProcedure<RollbackPoint>({ ...seen, signal }, engine => {
    const step: Step = (where, title, act, more) => {
      const first = (typeof where === 'string' ? where : where[0]) as DiagramNode
      const interrupted: typeof act = async at => {
        await before[first]?.()
        return act(at)
      }
      return engine(where, title, interrupted, more)
    }
    return makeRollbackPoint(step, { target, running, tools })
  })
  const path = (seen.written as JournalEntry[]).flatMap(entry =>
    entry.kind === 'step' && entry.state !== 'started'
      ? [entry.node, ...(entry.also ?? [])].map(node => `${node} ${entry.state}`)
      : [],
  )
  return { ending, path, point: ending.outcome === 'done' ? ending.value : null }
}

/** Everything that a backup which fails leaves as it was: files, tags of the registry, databases and their rows. */
export async function stateOf(server: Server) {
  const { home, settings } = await server.target()
  const { registry } = await server.outside()
  const repositories = pieces.flatMap(piece =>
    [repositoryOf, backupRepositoryOf].map(repository => repository(settings.REGISTRY, piece).path),
  )
  const tags: string[] = []
  for (const path of repositories)
    for (const tag of (await registry.tags(path)).sort())
      tags.push(`${path}:${tag} ${await registry.digestOf(path, tag)}`)
  return {
    tags,
    backups: await filesIn(home.backups.preDeploy),
    releases: await filesIn(home.releases),
    databases: await server.sql('select datname from pg_database order by 1'),
    rows: await server.sql('select count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) from users t'),
    sessions: await dumpsOf(server),
  }
}

/** How many copies of the database are being made. */
export async function dumpsOf(server: Server): Promise<string> {
  return server.sql("select count(*) from pg_stat_activity where application_name = 'tiptop-dump'")
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const files = entries.map(async entry => {
    const path = join(entry.parentPath, entry.name)
    const holds = entry.isFile()
      ? createHash('sha256')
          .update(await readFile(path))
          .digest('hex')
      : 'folder'
    return `${path} ${holds}`
  })
  return (await Promise.all(files)).sort()
}
