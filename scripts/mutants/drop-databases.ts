import { onServer } from '../../backend/test/database.ts'

/*
 * Runs before each test file in the kept thread. A file whose import fails under a mutant, or that follows the test which
 * caught it, never closes what it opened. Dropping the databases of earlier files ends their connections, of which the
 * server has a limited number, and frees their gigabytes.
 */
await onServer(async client => {
  const { rows } = await client.query(`select datname as name from pg_database where datname like 'test\\_%'`)
  for (const { name } of rows) await client.query(`drop database ${name} with (force)`)
})
