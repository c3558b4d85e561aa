import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/** What `npm` and the `tiptop` that it starts do in a test of the pipeline. */
export type Scenario = {
  install?: { exit: number }
  plan?: { exit?: number; environment?: string; approval?: 'manual' | 'auto'; warnings?: string[]; says?: string }
  deploy?: { exit?: number; says?: string; warnings?: string[]; red?: number; undoesFor?: number }
}

const args = process.argv.slice(2)
if (process.env.CALLS) await act(JSON.parse(process.env.SCENARIO ?? '{}'), process.env.CALLS)

async function act({ install, plan, deploy }: Scenario, log: string): Promise<void> {
  appendFileSync(log, `${JSON.stringify(args)}\n`)
  if (args[0] === 'ci') process.exit(install?.exit ?? 0)
  if (args.includes('--plan')) return printPlan(plan ?? {})
  await leaveReport(deploy ?? {}, args[args.indexOf('--report') + 1] as string)
}

function printPlan(plan: NonNullable<Scenario['plan']>): void {
  const { exit = 0, environment = 'dev', approval = 'auto', warnings = [], says } = plan
  const order = { branch: option('--branch'), commit: option('--commit') }
  if (exit) console.error(`✗ ${says}`)
  else console.log(JSON.stringify({ environment, ...order, approval, warnings }))
  process.exitCode = exit
}

/** The locked and the misused leave no report: they did nothing. */
async function leaveReport(deploy: NonNullable<Scenario['deploy']>, folder: string): Promise<void> {
  const { exit = 0, says, warnings = [], red = 0, undoesFor } = deploy
  console.error('  ✓ 2.1/P   Extraire le commit (0,1 s)')
  if (undoesFor) await undo(undoesFor)
  if (![2, 11].includes(exit)) {
    mkdirSync(join(folder, 'junit'), { recursive: true })
    const cases = [...Array(3).keys()].map(n => `<testcase name="${n}">${n < red ? '<failure/>' : ''}</testcase>`)
    writeFileSync(
      join(folder, 'junit', 'unit.xml'),
      `<testsuites><testsuite>${cases.join('')}</testsuite></testsuites>`,
    )
    writeFileSync(join(folder, 'run.html'), `<h1>code ${exit}</h1>`)
    writeFileSync(join(folder, 'run.json'), JSON.stringify({ warnings }))
  }
  if (says) console.error(`✗ ${says}`)
  process.exitCode = exit
}

/** Works until it is asked to stop, then takes its time. */
async function undo(ms: number): Promise<void> {
  const asked = new Promise<void>(resolve => process.once('SIGTERM', () => resolve()))
  console.error('  … 2.4/AH  Mettre en service')
  const alive = setInterval(() => {}, 1_000)
  await asked
  clearInterval(alive)
  await pause(ms)
  console.error('  ↩ 2.4/AH  défaire : Mettre en service')
}

function option(name: string): string | undefined {
  return args[args.indexOf(name) + 1]
}
