import type { Backup } from '../../../archive/backups.ts'
import { restoreSnapshot } from '../../../archive/database/restore-snapshot.ts'
import { differenceOf, readSums, SUMS, sizeOf } from '../../../archive/database/sums.ts'
import { DUMP } from '../../../archive/manifest.ts'
import { infraProject } from '../../../environment/compose-projects.ts'
import { openToApplication, type PreparedHome } from '../../../environment/installation/install.ts'
import type { Target } from '../../../environment/target.ts'
import { Failure } from '../../../failure.ts'
import { psql } from '../../../tools/postgres.ts'
import type { Tools } from '../../../tools/tools.ts'

type DumpRestore = { backup: Backup; roles: string; prepared: PreparedHome }
type StepContext = { signal: AbortSignal; tell(said: string): void }

/**
 * Starts the database and restores the dump of a backup into it, over whatever an interrupted try left. Then compares each
 * table with what the manifest says of the original.
 * @throws a Failure when they differ
 */
export async function restoreDump(
  target: Target,
  { backup, roles, prepared }: DumpRestore,
  tools: Tools,
  context: StepContext,
) {
  const { shell } = tools
  const { signal, tell } = context
  const { home } = target
  const dump = backup.pieces.find(({ kind }) => kind === 'database')
  if (!dump)
    throw new Failure('not-there', `${backup.name} ne contient pas de base.`, {
      hint: '--backup choisit une autre sauvegarde.',
    })
  const project = infraProject(home)
  const up = project.command('up', '--detach', '--wait', '--wait-timeout=120', 'postgres')
  await shell.run(up, { env: project.env, signal })
  await shell.run(psql(home.database), { input: whereMissing(roles), signal })
  await openToApplication(target, prepared, tools, signal)
  const copy = {
    tag: backup.name,
    folder: backup.folder,
    db: { schema: backup.database.schema, dump: { ...dump, file: DUMP } },
  }
  const { aside } = await restoreSnapshot(home.database, copy, tools, signal)
  if (aside) await shell.run(psql(home.database, 'postgres'), { input: `drop database ${aside} with (force);` })
  const { tables } = backup.database
  const difference = differenceOf(tables, readSums(await shell.run(psql(home.database), { input: SUMS, signal })))
  if (difference)
    throw new Failure('damaged', `La base restaurée n’est pas celle qui fut sauvegardée : ${difference}.`, {
      hint: '--backup choisit une autre sauvegarde.',
    })
  tell(`${sizeOf(tables)}, chaque table égale à l’original`)
}

/** Creates only the roles that are missing; the owner never is. Newer dumps begin with `\restrict`, which would refuse `\gexec`. */
export function whereMissing(roles: string): string {
  return roles
    .replaceAll(/^\\(un)?restrict .*$/gm, '')
    .replaceAll(/^CREATE ROLE (.+);$/gm, (statement, role: string) => {
      const name = role
        .replace(/^"(.*)"$/, '$1')
        .replaceAll('""', '"')
        .replaceAll("'", "''")
      const quoted = statement.replace(/;$/, '').replaceAll("'", "''")
      return `select '${quoted}' where not exists (select from pg_roles where rolname = '${name}') \\gexec`
    })
}
