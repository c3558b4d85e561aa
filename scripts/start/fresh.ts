import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { stopPostgres } from '../embedded-postgres.ts'
import type { Database } from './database.ts'

type House = { data: string; database: Database; print(text: string): void }

/**
 * Removes the embedded database with its print file, and says so. A database kept elsewhere is never touched,
 * and the secrets stay: a print file kept elsewhere is worth nothing without its pepper.
 */
export async function startOver({ data, database, print }: House): Promise<void> {
  if (!database.embedded) return print('  --fresh ne touche pas à la base de DATABASE_URL : rien n’est effacé.\n')
  const postgres = join(data, 'postgres')
  await stopPostgres(postgres)
  const doomed = [postgres, join(data, 'tickets', `${database.name}.csv`)].filter(existsSync)
  for (const path of doomed) await rm(path, { recursive: true, force: true })
  const names = doomed.map(path => relative(process.cwd(), path)).join(', ')
  print(doomed.length ? `  Effacé : ${names}\n` : '  Rien à effacer : il n’y avait pas encore de données.\n')
}
