import { join } from 'node:path'
import { shareStatic } from './share-static.ts'

/*
 * What the image runs. `STATIC_FOLDER` is shared by all releases, so that a tab that was opened on a former one still
 * finds its scripts and styles.
 */
const shared = process.env.STATIC_FOLDER
if (shared) {
  const share = () =>
    shareStatic(join(import.meta.dirname, '.next', 'static'), join(shared, '_next', 'static'), new Date())
  await share()
  const warn = (error: Error) => console.error(`The static files could not be marked as used: ${error.message}`)
  setInterval(() => share().catch(warn), 24 * 3_600_000).unref()
}
const server = './server.js'
await import(server)
