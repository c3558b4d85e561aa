#!/usr/bin/env node
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { runProgram } from './cli/program.ts'
import { readConfig } from './config.ts'
import { branches } from './environment/environment.ts'
import { withHint } from './failure.ts'
import { admitCommit } from './gate/admit-commit.ts'
import { commandOf, type GateRequest, readRequest } from './gate/request.ts'
import { openTerminal } from './procedure/progress.ts'
import { gitIn } from './tools/git.ts'
import { printable } from './tools/printable.ts'
import { openShell } from './tools/shell.ts'

// The forced command of the key with which Jenkins comes in: it can ask for a plan or a deployment, and for nothing else.
// Progress goes to the error output; the output is the plan, or the results of a deployment as an archive.
for (const output of [process.stdout, process.stderr]) output.on('error', () => {})

const shell = openShell()
const complain = (text: string) => void process.stderr.write(printable(text))

const { values: options } = parseArgs({
  options: {
    /** the clone from which this server deploys */
    source: { type: 'string' },
    /** the branches that may be asked for, with commas between them */
    branches: { type: 'string', default: Object.values(branches).join() },
    /** the address of Jenkins for people, to show where a run was asked for */
    jenkins: { type: 'string' },
  },
})

try {
  const config = readConfig(process.env)
  const request = readRequest(config.asked, options.branches.split(','))
  process.chdir(options.source ?? '')
  await admitCommit(gitIn(process.cwd(), shell), request)
  process.exitCode = await serve(request)
} catch (error) {
  complain(`✗ ${error instanceof Error ? withHint(error).replaceAll('\n→', '\n  →') : error}\n`)
  process.exitCode = 2
} finally {
  process.stdin.destroy()
}

/** @returns the exit code of `tiptop` */
async function serve(request: GateRequest): Promise<number> {
  const { verb, branch, build } = request
  const page = options.jenkins && new URL(`job/the-tip-top/job/${branch}/${build}/`, options.jenkins).href
  const own = { ...readConfig(process.env), user: `Jenkins, ${branch} #${build}`, page: page || null }
  const say = (text: string) => void process.stdout.write(printable(text))
  const tools = {
    config: own,
    out: verb === 'plan' ? say : complain,
    terminal: openTerminal(process.stderr),
    now: () => new Date(),
  }
  if (verb === 'plan') return runProgram(tools, commandOf(request, ''), complain)
  stopWithCaller()
  const report = await mkdtemp(join(tmpdir(), 'tiptop-report-'))
  try {
    const code = await runProgram(tools, commandOf(request, report), complain)
    await shell.read(['tar', '--create', '--sort=name', `--directory=${report}`, '.'], { output: process.stdout })
    return code
  } finally {
    await rm(report, { recursive: true, force: true })
  }
}

/** Jenkins holds the input open for as long as the build runs: a build that was stopped, or is gone, is undone here. */
function stopWithCaller(): void {
  process.stdin.resume().once('end', () => process.kill(process.pid, 'SIGTERM'))
}
