import { openJournal } from '../src/procedure/journal.ts'
import { takeLock } from '../src/procedure/lock.ts'
import { runProcedure } from '../src/procedure/procedure.ts'
import { record } from './record.ts'

/** A run that takes the lock, does one step, begins another one and stays in it: for tests that kill it. */
const [folder = '', lock = ''] = process.argv.slice(2)
const run = '20261123-020000-deploy-0001'
await takeLock(lock, 'prod', { run, by: 'essai', since: '2026-11-23T02:00:00.000Z', pid: process.pid })
const journal = openJournal(folder, run, () => new Date('2026-11-23T02:00:00Z'))
journal.write({
  kind: 'started',
  run,
  procedure: 'deploy',
  environment: 'prod',
  by: 'essai',
  pid: process.pid,
  input: {},
})
await runProcedure({ journal, progress: record().progress, signal: new AbortController().signal }, async step => {
  await step('2.4/V', 'Copier la base', () => {})
  await step('2.4/AH', 'Basculer', async () => {
    console.log('in the middle')
    await new Promise(resolve => setTimeout(resolve, 600_000))
  })
})
