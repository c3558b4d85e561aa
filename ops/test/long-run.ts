import { runUnderLock } from '../src/procedure/run.ts'

/** A run that does one step, begins another and stays in it: for tests that kill it or ask it to stop. */
const [runs = '', lock = ''] = process.argv.slice(2)
const terminal = { write() {} }
const request = { environment: 'prod', procedure: 'deploy', input: {}, by: 'essai', dryRun: false, lock, runs }
const { ending } = await runUnderLock({ terminal, now: () => new Date() }, request, async step => {
  await step('2.4/V', 'Copier la base', () => {}, { undo: async () => console.log('taken back') })
  await step('2.4/AH', 'Basculer', async ({ signal }) => {
    console.log('in the middle')
    await new Promise((_, reject) => {
      const staysAlive = setTimeout(reject, 600_000)
      signal.addEventListener('abort', () => {
        clearTimeout(staysAlive)
        reject(signal.reason)
      })
    })
  })
})
console.log(ending.outcome)
