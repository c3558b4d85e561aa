import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Target } from '../../environment/target.ts'
import { Failure } from '../../failure.ts'
import { appliedMigrations } from '../../release/migrations.ts'
import { type GitRepository, short } from '../../tools/git.ts'
import type { Tools } from '../../tools/tools.ts'

const MIGRATIONS = 'backend/migrations'

/**
 * The tree that the branch gets: that of the stable commit, and the migrations after it that the database has had.
 * Without them no release could be started on this database again. Where the database cannot be asked, all of them stay.
 * @throws a Failure for a migration that code before it cannot live with
 */
export async function treeWithMigrations(
  { stable, tip }: { stable: string; tip: string },
  git: GitRepository,
  target: Target,
  tools: Pick<Tools, 'shell'>,
): Promise<{ tree: string; migrations: string[] }> {
  const [before, after] = await Promise.all([stable, tip].map(commit => migrationsIn(git, commit)))
  const applied = await appliedMigrations(target.home.database, tools).catch(() => null)
  const isHad = (file: string) => !applied || applied.includes(file.slice(MIGRATIONS.length + 1, -'.sql'.length))
  const kept = [...(after ?? [])].filter(([file]) => !before?.has(file) && isHad(file))
  for (const [file] of kept) {
    const [first] = (await git.read(['cat-file', 'blob', `${tip}:${file}`])).split('\n', 1)
    if (/^--! breaking\s*$/.test(first ?? ''))
      throw new Failure(
        'refused',
        `${file} : le code de ${short(stable)} ne peut pas vivre avec cette migration, que la base a eue.`,
        { hint: `Ramenez d’abord la base : tiptop restore ${target.home.environment}` },
      )
  }
  const tree = kept.length ? await addTo(stable, kept, git) : await git.read(['rev-parse', `${stable}^{tree}`])
  return { tree, migrations: kept.map(([file]) => file) }
}

/** The migrations of a commit, and the blob of each. */
async function migrationsIn(git: GitRepository, commit: string): Promise<Map<string, string>> {
  const said = await git.read(['ls-tree', '-r', commit, '--', MIGRATIONS])
  const lines = said.split('\n').filter(line => line.endsWith('.sql'))
  return new Map(lines.map(line => [line.split('\t')[1] ?? '', line.split(/[ \t]/)[2] ?? '']))
}

/** In an index of its own: neither that of the repository nor its working tree is touched. */
async function addTo(stable: string, files: [string, string][], git: GitRepository): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tiptop-index-'))
  const env = { GIT_INDEX_FILE: join(folder, 'index') }
  try {
    await git.read(['read-tree', stable], { env })
    for (const [file, blob] of files)
      await git.read(['update-index', '--add', '--cacheinfo', `100644,${blob},${file}`], { env })
    return await git.read(['write-tree'], { env })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
