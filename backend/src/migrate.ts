import { readConfig } from './config.ts'
import { openDatabase, openPool } from './database.ts'
import { migrate } from './migrations.ts'

const db = openDatabase(openPool(readConfig(process.env).database, 2))
try {
  const applied = await migrate(db)
  console.log(applied.length ? `Migrations appliquées : ${applied.join(', ')}` : 'La base de données est à jour.')
} finally {
  await db.destroy()
}
