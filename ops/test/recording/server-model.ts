import type { Home } from '../../src/environment/home.ts'
import type { ShellOptions } from '../../src/tools/shell.ts'

/** A commit of the repository: what its checks say, and how its release behaves. */
export type CommitModel = {
  version: string
  /** what `backend/migrations` holds: the name of each file without `.sql`, and whether it is breaking */
  migrations: Record<string, 'compatible' | 'breaking'>
  /** what `backend/indexes` holds: the name of each file without `.sql` */
  indexes?: string[]
  /** what `package-lock.json` has of packages, by the folder of each */
  packages?: Record<string, { version: string }>
  /** its compose file; the one of this repository unless given */
  appFile?: string
  lint: 'green' | 'red'
  tests: 'green' | 'red'
  /** `never-starts`: its containers do not get healthy; `ill`: they do, and `/health` answers 503 */
  release: 'well' | 'never-starts' | 'ill'
}

export type ImageModel = { piece: 'backend' | 'frontend'; commit: string }

/** A compose project of one release. */
type ProjectModel = { running: boolean; backend: string; frontend: string }

export type DatabaseModel = {
  migrations: string[]
  plays: number
  /** false for one that is older than the views for operations */
  views?: false
  /** what `operations_v1.commitments` answers: slug, root, root of the leaves */
  commitments?: string[][]
  /** what `operations_v1.allotments` answers for each of these contests */
  tickets?: string
  /** the indexes that were built beside its migrations */
  indexes?: string[]
  /** its server sorts otherwise than the one on which its indexes were built */
  sortsOtherwise?: true
  /** what contradicts the database that was left is decided */
  decided?: true
}

/** An archive of WAL with one base backup: `from` where it begins to `until` where it ends. */
export type ArchiveModel = {
  from: Date
  until: Date
  /** where it ends once the running database has been stopped in order */
  last: Date
  /** how far it was replayed, in segments; all of it if not given */
  replayedTo?: number
  /** what has become of a segment in a repository, 1 or 2; null: it is gone */
  damage?(repository: number, segment: string, content: Buffer): Buffer | null
  /** the database as it was at a moment; null: the newest */
  at(moment: Date | null): DatabaseModel
}

/** A server in memory: what the engine, the registry and PostgreSQL would hold. Files are real, in a scratch folder. */
export type ServerModel = {
  home: Home
  commits: Map<string, CommitModel>
  /** every image that was ever built, by its digest */
  images: Map<string, ImageModel>
  /** what the engine calls its images, by tag or by digest */
  engine: Map<string, string>
  /** by the name that compose gives them */
  projects: Map<string, ProjectModel>
  /** by repository, then by tag or digest */
  registry: Map<string, Map<string, string>>
  databases: Map<string, DatabaseModel>
  /** what the files of a database hold that were put aside, by their volume, or by the container that reads them */
  asides: Map<string, DatabaseModel>
  /** the containers of infrastructure projects that run */
  infra: Set<string>
  volumes: Set<string>
  networks: Set<string>
  /** what pgBackRest keeps of the database; null: it was never prepared */
  archive: ArchiveModel | null
  /** what was changed, a line each, in the order in which it happened */
  changes: string[]
  /** the run at work is stopped while a command that matches runs */
  stop: { at: RegExp | null; controller: AbortController }
  /** what does not work: a command, a request or a label that matches fails */
  broken: RegExp[]
}

/** Answers a command of one outside program, or returns null when it is another program's. */
export type ProgramModel = (
  command: readonly string[],
  options: ShellOptions,
  server: ServerModel,
) => Promise<string | null> | string | null

/** A statement that psql is sent, and what it answers in this database, given the groups that the pattern found. */
export type StatementModel = [
  pattern: RegExp,
  answer: (server: ServerModel, database: string, found: string[]) => string,
]

/** The commit that an image was built from. @throws an Error when nothing ever built it */
export function commitOf(server: ServerModel, digest: string): CommitModel & { hash: string } {
  const hash = server.images.get(digest)?.commit ?? ''
  const commit = server.commits.get(hash)
  if (!commit) throw new Error(`no image ${digest}`)
  return { ...commit, hash }
}

/** @throws an Error when this was broken on purpose */
export function expectWorking({ broken }: ServerModel, what: string): void {
  if (broken.some(pattern => pattern.test(what))) throw new Error(`broken on purpose: ${what}`)
}
