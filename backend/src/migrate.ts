import pg from 'pg'
import { readDatabaseConfig } from './config.ts'
import { openConnection } from './database/connection.ts'
import { migrate } from './database/migrations.ts'

try {
  const { db, close } = await openConnection(readDatabaseConfig(process.env).database, 'tiptop-migrate')
  const applied = await migrate(db).finally(close)
  console.log(applied.length ? `Migrations appliquées : ${applied.join(', ')}` : 'La base de données est à jour.')
} catch (error) {
  // The operator needs the database's own message; the deployment has named the migration.
  console.error(error instanceof pg.DatabaseError ? whyNot(error) : error)
  process.exitCode = 1
}

function whyNot({ message, detail, hint }: pg.DatabaseError): string {
  return [message, detail, hint].filter(Boolean).join('\n')
}
