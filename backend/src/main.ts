import { purgeRegularly } from './accounts/purge-expired.ts'
import { buildApp } from './app.ts'
import { readConfig } from './config.ts'
import { pendingMigrations } from './migrations.ts'
import { openTools } from './tools.ts'

/** Listens once everything is there; on SIGTERM finishes what is running, then leaves. */
async function main() {
  const config = readConfig(process.env)
  const tools = openTools(config)
  const pending = await pendingMigrations(tools.db)
  if (pending.length) throw new Error(`The database lacks migrations (${pending.join(', ')}): run them first.`)
  const app = await buildApp(tools)
  app.addHook('onClose', purgeRegularly(tools, app.log))
  await app.listen(config.http)

  let leaving = false
  const leave = async () => {
    if (leaving) return
    leaving = true
    await app.close()
  }
  process.once('SIGTERM', leave).once('SIGINT', leave)
}

main().catch(error => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
