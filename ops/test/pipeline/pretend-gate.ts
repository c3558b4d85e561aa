import { execFileSync } from 'node:child_process'
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { commandOf, type GateRequest, readRequest } from '../../src/gate/request.ts'

/** What `tiptop` does behind the gate in a test of the pipeline. */
export type Scenario = {
  plan?: { exit?: number; environment?: string; approval?: 'manual' | 'auto'; warnings?: string[]; says?: string }
  deploy?: { exit?: number; says?: string; warnings?: string[]; red?: number; undoesFor?: number }
}

const BRANCHES = ['dev', 'preprod', 'main', 'essai']
/** The last word that the client of SSH is given: the line for the gate. */
const line = process.argv.at(-1) ?? ''
if (process.env.CALLS) await act(JSON.parse(process.env.SCENARIO ?? '{}'), process.env.CALLS)

/** Judges the line as the gate does, and writes down what it would make of it. */
async function act({ plan, deploy }: Scenario, log: string): Promise<void> {
  // The client of SSH ignores what the shell that starts it ignores; Node does not inherit that.
  process.on('SIGTERM', () => {})
  try {
    const request = readRequest(line, BRANCHES)
    appendFileSync(log, `${JSON.stringify(commandOf(request, '/report'))}\n`)
    if (request.verb === 'plan') return printPlan(plan ?? {}, request)
  } catch (error) {
    console.error(`✗ ${(error as Error).message}`)
    process.exitCode = 2
    return
  }
  const folder = mkdtempSync(join(tmpdir(), 'tiptop-report-'))
  await leaveReport(deploy ?? {}, folder)
  process.stdout.write(execFileSync('tar', ['--create', `--directory=${folder}`, '.']))
  rmSync(folder, { recursive: true })
}

function printPlan(plan: NonNullable<Scenario['plan']>, { branch, commit }: GateRequest): void {
  const { exit = 0, environment = 'dev', approval = 'auto', warnings = [], says } = plan
  if (exit) console.error(`✗ ${says}`)
  else console.log(JSON.stringify({ environment, branch, commit, approval, warnings }))
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

/** Works until the build that asked is gone, then takes its time. */
async function undo(ms: number): Promise<void> {
  const gone = new Promise<void>(resolve => process.stdin.resume().once('end', () => resolve()))
  console.error('  … 2.4/AH  Mettre en service')
  await gone
  await pause(ms)
  console.error('  ↩ 2.4/AH  défaire : Mettre en service')
}
