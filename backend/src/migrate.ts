import pg from 'pg'
import { readDatabaseConfig } from './config.ts'
import { openDatabase, openPool } from './database/database.ts'
import { migrate } from './database/migrations.ts'

// An index of a million rows takes longer than a request may.
const NO_LIMIT = 0

const db = openDatabase(openPool(readDatabaseConfig(process.env).database, 2, NO_LIMIT))
try {
  const applied = await migrate(db)
  console.log(applied.length ? `Migrations appliquées : ${applied.join(', ')}` : 'La base de données est à jour.')
} catch (error) {
  // The operator needs the database's own message; the deployment has named the migration.
  console.error(error instanceof pg.DatabaseError ? whyNot(error) : error)
  process.exitCode = 1
} finally {
  await db.destroy()
}

function whyNot({ message, detail, hint }: pg.DatabaseError): string {
  return [message, detail, hint].filter(Boolean).join('\n')
}
