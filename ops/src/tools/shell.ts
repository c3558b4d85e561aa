import { spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'

export type Command = readonly [string, ...string[]]

export type ShellOptions = {
  /** added to what the program inherits; secrets travel here or by `input`, never in the command */
  env?: Record<string, string>
  cwd?: string
  input?: string | Readable
  /** takes what the program says instead of returning it */
  output?: Writable
  signal?: AbortSignal
}

/** Outside programs. `read` looks and is done even in a dry run; `run` changes something. */
export type Shell = {
  read(command: Command, options?: ShellOptions): Promise<string>
  run(command: Command, options?: ShellOptions): Promise<string>
}

/** A program that ended badly: which one, how, and its last words. */
export class CommandFailed extends Error {
  readonly exitCode: number | null
  constructor(command: Command, exitCode: number | null, said: string) {
    const last = said.trim().split('\n').slice(-12).join('\n')
    super(`${command.slice(0, 3).join(' ')} : code ${exitCode ?? 'inconnu'}${last ? `\n${last}` : ''}`)
    this.exitCode = exitCode
  }
}

export function openShell(): Shell {
  return { read: execute, run: execute }
}

/** A shell for dry runs: it looks, and only tells what it would change. */
export function dryShell(tell: (line: string) => void): Shell {
  return {
    read: execute,
    run: async command => {
      tell(`ferait : ${command.join(' ')}`)
      return ''
    },
  }
}

async function execute(command: Command, { env = {}, cwd, input, output, signal }: ShellOptions = {}): Promise<string> {
  const [program, ...args] = command
  const child = spawn(program, args, {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(cwd && { cwd }),
    ...(signal && { signal }),
  })
  const ended = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve))
  const said = output ? pipeline(child.stdout, output).then(() => '') : text(child.stdout)
  const [code, out, errors] = await Promise.all([ended, said, text(child.stderr), feed(child.stdin, input)])
  if (code === 0) return out.trim()
  throw new CommandFailed(command, code, `${out}\n${errors}`)
}

/** A program that stops reading has its reasons, which its exit code tells. */
async function feed(stdin: Writable, input: string | Readable = ''): Promise<void> {
  stdin.on('error', () => {})
  if (typeof input === 'string') stdin.end(input)
  else await pipeline(input, stdin).catch(() => {})
}
