#!/usr/bin/env node
import { runProgram } from './cli/program.ts'
import { readConfig } from './config.ts'
import { openTerminal } from './procedure/progress.ts'
import { printable } from './tools/printable.ts'

// What an output that nothing reads any more means is for the run at work; without one it means nothing.
for (const output of [process.stdout, process.stderr]) output.on('error', () => {})

try {
  const tools = {
    config: readConfig(process.env),
    out: (text: string) => void process.stdout.write(printable(text)),
    terminal: openTerminal(process.stderr),
    now: () => new Date(),
  }
  process.exitCode = await runProgram(tools, process.argv.slice(2), text => void process.stderr.write(printable(text)))
} catch (error) {
  console.error(printable(`✗ ${error instanceof Error ? error.message : error}`))
  process.exitCode = 2
}
