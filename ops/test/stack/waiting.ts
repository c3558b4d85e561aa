import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import type { Home } from '../../src/environment/home.ts'
import { psql } from '../../src/tools/postgres.ts'
import { run } from '../machine/run.ts'

/** Waits for a condition, and fails when it does not come. */
export async function until(condition: () => Promise<boolean>, seconds = 60): Promise<void> {
  for (const deadline = Date.now() + seconds * 1000; !(await condition()); await pause(100))
    if (Date.now() > deadline) throw new Error(`waited ${seconds} s in vain for ${condition}`)
}

/** Keeps a table from being read: a dump of the database waits until {@link release}. */
export async function lockTable(home: Home, table: string) {
  const [program, ...args] = psql(home.database)
  const session = spawn(program, args, { stdio: ['pipe', 'ignore', 'inherit'] })
  session.stdin.write(`begin; lock table ${table} in access exclusive mode;\n`)
  const held = `select count(*) from pg_locks where relation = '${table}'::regclass and mode = 'AccessExclusiveLock' and granted`
  await until(async () => (await run(psql(home.database), { input: held })) === '1')
  return {
    release: async () => {
      session.stdin.end()
      await once(session, 'close')
    },
  }
}
