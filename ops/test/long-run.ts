import { appendFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { runUnderLock } from '../src/procedure/run.ts'
import { openShell } from '../src/tools/shell.ts'

/**
 * A run that does one step, begins another and stays in it: for tests that kill it, ask it to stop or cut it off. With the
 * file `said` it shows all the time what it does, and writes there what nothing may read any more.
 */
const [runs = '', lock = '', said = ''] = process.argv.slice(2)
for (const output of [process.stdout, process.stderr]) output.on('error', () => {})
const say = (text: string) => (said ? appendFileSync(said, `${text}\n`) : console.log(text))
const terminal = said ? process.stderr : { write() {} }
const request = { environment: 'prod', procedure: 'deploy', input: {}, by: 'essai', dryRun: false, lock, runs }
const { ending } = await runUnderLock({ terminal, now: () => new Date() }, request, async step => {
  await step('2.4/V', 'Copier la base', () => {}, {
    async undo() {
      say('taking back')
      await openShell().run(['sleep', '0.3'])
      say('taken back')
    },
  })
  await step('2.4/AH', 'Basculer', async ({ signal, tell }) => {
    say('in the middle')
    for (let time = 0; ; time++) {
      tell(`${time}`)
      await pause(50, undefined, { signal }).catch(() => signal.throwIfAborted())
    }
  })
})
say(ending.outcome)
await pause(300)
say('people are notified')
