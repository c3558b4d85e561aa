import { readDatabaseConfig } from './config.ts'
import { openDatabase, openPool } from './database.ts'
import { migrate } from './migrations.ts'

const db = openDatabase(openPool(readDatabaseConfig(process.env).database, 2))
try {
  const applied = await migrate(db)
  console.log(applied.length ? `Migrations appliquées : ${applied.join(', ')}` : 'La base de données est à jour.')
} catch (error) {
  // A migration that says why it cannot be applied says it to an operator.
  console.error((error as { code?: string }).code === '42501' ? (error as Error).message : error)
  process.exitCode = 1
} finally {
  await db.destroy()
}
