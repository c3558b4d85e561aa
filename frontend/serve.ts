import { join } from 'node:path'
import { shareStatic } from './share-static.ts'

/*
 * The entry point of the image. All releases share `STATIC_FOLDER`, so that a tab opened on an earlier release still
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
