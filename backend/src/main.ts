import { buildApp } from './app.ts'
import { mayRewriteTrail } from './audit/append-only.ts'
import { readConfig } from './config.ts'
import { pendingMigrations } from './database/migrations.ts'
import { requireOwnSessions } from './database/pool.ts'
import { doRegularWork } from './regular-work.ts'
import { openTools, type Tools } from './tools.ts'

const REWRITES =
  'The role of DATABASE_URL may rewrite the audit trail: give tiptop_application a password and connect as that role ' +
  '(docs/decisions/database-roles.md).'

/** Listens once everything is ready; on SIGTERM finishes what is running, then exits. */
async function main() {
  const config = readConfig(process.env)
  const tools = openTools(config)
  const warning = await lookAtDatabase(tools).catch(async error => {
    await tools.close()
    throw error
  })
  await tools.ready()
  const app = await buildApp(tools)
  if (warning) app.log.warn(warning)
  doRegularWork(app, tools)
  await app.listen(config.http).catch(async error => {
    await app.close()
    throw error
  })

  let leaving = false
  const leave = async () => {
    if (leaving) return
    leaving = true
    await app.close()
  }
  process.once('SIGTERM', leave).once('SIGINT', leave)
}

/**
 * @returns a warning about what production would not accept, or null @throws if the backend cannot run on this database
 */
async function lookAtDatabase({ db, pool, config }: Tools): Promise<string | null> {
  await requireOwnSessions(pool)
  const pending = await pendingMigrations(db)
  if (pending.length) throw new Error(`The database lacks migrations (${pending.join(', ')}): run them first.`)
  if (!(await mayRewriteTrail(db))) return null
  if (config.production) throw new Error(REWRITES)
  return REWRITES
}

main().catch(error => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
