import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

/*
 * Loaded into `tiptop` before anything else, by tests that kill it: at the step that KILL_AT counts, or whose title begins
 * so, or so long after it began, the process is gone as if the power had failed. Nothing is left to it to tidy up.
 */
type KillAt = { step: number | string; afterMs: number }
const { step, afterMs } = JSON.parse(process.env.KILL_AT ?? '{}') as KillAt
// The programs that it starts are not killed by this, but by what happens to it.
delete process.env.NODE_OPTIONS
let begun = 0
const write = fs.writeSync

function writeAndDie(file: number, text: string): number {
  const written = write(file, text)
  const begins = text.includes('"kind":"step"') && text.includes('"state":"started"')
  const isIt = typeof step === 'string' ? text.includes(`"title":"${step}`) : begins && begun++ === step
  if (begins && isIt) {
    if (afterMs) setTimeout(() => process.kill(process.pid, 'SIGKILL'), afterMs)
    else process.kill(process.pid, 'SIGKILL')
  }
  return written
}
fs.writeSync = writeAndDie as typeof fs.writeSync
syncBuiltinESMExports()
