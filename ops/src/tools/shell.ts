import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'

export type Command = readonly [string, ...string[]]

export type ShellOptions = {
  /** added to what the program inherits; secrets travel here or by `input`, never in the command */
  env?: Record<string, string | undefined>
  cwd?: string
  input?: string | Readable
  /** takes what the program says instead of returning it */
  output?: Writable
  /** asks the program to end; whoever waits for it is answered once it has */
  signal?: AbortSignal
  /** hears each line while the program runs */
  onLine?: (line: string) => void
  /** what a dry run takes for the answer of a program that changes something */
  pretend?: string
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
    super(`${nameOf(command)} : code ${exitCode ?? 'inconnu'}${last ? `\n${last}` : ''}`)
    this.exitCode = exitCode
  }
}

/** `docker compose up`: the program and what it was to do, without its options. */
function nameOf([program, ...args]: Command): string {
  const words = args.filter(word => /^[a-z][a-z-]*$/.test(word)).slice(0, 2)
  return [program, ...words].join(' ')
}

export function openShell(): Shell {
  return { read: execute, run: execute }
}

/** A shell for dry runs: it looks, and only tells what it would change. */
export function dryShell(tell: (line: string) => void): Shell {
  return {
    read: execute,
    run: async (command, { pretend = '' } = {}) => {
      tell(`ferait : ${command.join(' ')}`)
      return pretend
    },
  }
}

/** Started so that it is asked to end when this process is killed: a run that is gone changes nothing any more. */
const WITH_US = ['--pdeathsig', 'TERM', '--']
/** How long a program that is asked to end may take for it. */
const LEAVE_MS = 20_000

async function execute(command: Command, options: ShellOptions = {}): Promise<string> {
  const { env = {}, cwd, input, output, signal, onLine } = options
  signal?.throwIfAborted()
  const child = spawn('setpriv', [...WITH_US, ...command], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(cwd && { cwd }),
  })
  const forget = endWhenAsked(child, signal)
  if (onLine) for (const stream of [child.stdout, child.stderr]) createInterface(stream).on('line', onLine)
  const ended = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve))
  const said = output ? pipeline(child.stdout, output).then(() => '') : text(child.stdout)
  const all = Promise.all([ended, said, text(child.stderr), feed(child.stdin, input)])
  const [code, out, errors] = await all.finally(forget)
  signal?.throwIfAborted()
  if (code === 0) return out.trim()
  throw new CommandFailed(command, code, `${out}\n${errors}`)
}

/** What a program was in the middle of is undone by others, who must not meet it at work. @returns what ends the watch */
function endWhenAsked(child: ChildProcess, signal?: AbortSignal): () => void {
  let late: NodeJS.Timeout | undefined
  const ask = () => {
    child.kill('SIGTERM')
    late = setTimeout(() => child.kill('SIGKILL'), LEAVE_MS)
  }
  signal?.addEventListener('abort', ask)
  return () => {
    signal?.removeEventListener('abort', ask)
    clearTimeout(late)
  }
}

/** A program that stops reading has its reasons, which its exit code tells. */
async function feed(stdin: Writable, input: string | Readable = ''): Promise<void> {
  stdin.on('error', () => {})
  if (typeof input === 'string') stdin.end(input)
  else await pipeline(input, stdin).catch(() => {})
}
