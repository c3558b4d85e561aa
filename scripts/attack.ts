import './process/leave-with-parent.ts'
import { parseArgs } from 'node:util'
import type { Attack, AttackResult } from './attack/attack.ts'
import { connections } from './attack/connections.ts'
import { type HonestFigures, openHonestPlayer } from './attack/honest-player.ts'
import { lockOuts } from './attack/lock-outs.ts'
import { requests } from './attack/requests.ts'
import { openStack } from './attack/stack.ts'
import { storms } from './attack/storms.ts'
import { askedToLeave, openChildren } from './process/children.ts'

/*
 * Attacks the whole platform, started on this machine behind the nginx of a server, while an honest player plays. Prints
 * what held, and fails when something did not. It knows no other address than its own.
 */

const MINUTES = 5
/** How long the honest player may wait, while the same machine also attacks. */
const P95_MS = 3_000

const attacks = [...storms, ...lockOuts, ...connections, ...requests]
const { values, positionals } = parseArgs({ options: { help: { type: 'boolean' } }, allowPositionals: true })
const children = openChildren()
const undo: (() => Promise<unknown>)[] = []

type Row = { attack: Attack; result: AttackResult; honest: HonestFigures; held: boolean }

async function run(chosen: Attack[]): Promise<Row[]> {
  console.log('Starting PostgreSQL, the backend, the site and nginx…')
  const stack = await openStack(children, undo)
  const honest = await openHonestPlayer(stack)
  const rows: Row[] = []
  for (const attack of chosen) {
    const [result, figures] = await honest.during(() => attack.run(stack))
    const served = figures.answered === figures.asked && figures.p95Ms <= P95_MS
    const row = { attack, result, honest: figures, held: result.held && served }
    rows.push(row)
    print(row)
  }
  return rows
}

function print({ attack, result, honest, held }: Row): void {
  const { asked, answered, p95Ms, faults } = honest
  console.log(`${held ? '✓' : '✗'} ${attack.name}\n    ${result.seen}`)
  console.log(`    honest player: ${answered} of ${asked} requests answered, 95 % within ${p95Ms} ms`)
  for (const fault of new Set(faults)) console.log(`    ✗ ${fault}`)
}

async function main(): Promise<number> {
  const chosen = attacks.filter(({ name }) => positionals.every(word => name.includes(word)))
  if (values.help || !chosen.length) {
    console.log(`npm run attack [-- words of a name]\n\n${attacks.map(({ name }) => `  ${name}`).join('\n')}`)
    return values.help ? 0 : 2
  }
  const tooLate = AbortSignal.timeout(MINUTES * 60_000)
  const late = new Promise<never>((_resolve, reject) => {
    tooLate.addEventListener('abort', () => reject(new Error(`It took longer than ${MINUTES} minutes.`)))
  })
  const left = askedToLeave(() => children.kill()).then(() => Promise.reject(new Error('interrupted')))
  const rows = await Promise.race([run(chosen), late, left])
  const failed = rows.filter(({ held }) => !held)
  console.log(`\n${rows.length - failed.length} of ${rows.length} attacks held.`)
  return failed.length ? 1 : 0
}

const code = await main().catch(error => {
  console.error(`✗ ${error.message}`)
  return 1
})
await children.stop()
for (const stop of undo.reverse()) await stop().catch(error => console.error(error))
process.exit(code)
