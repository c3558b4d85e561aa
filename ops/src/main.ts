#!/usr/bin/env node
import { runProgram } from './cli/program.ts'
import { readConfig } from './config.ts'

try {
  const tools = {
    config: readConfig(process.env),
    out: (text: string) => void process.stdout.write(text),
    terminal: process.stderr,
    now: () => new Date(),
  }
  process.exitCode = await runProgram(tools, process.argv.slice(2), text => void process.stderr.write(text))
} catch (error) {
  console.error(`✗ ${error instanceof Error ? error.message : error}`)
  process.exitCode = 2
}
