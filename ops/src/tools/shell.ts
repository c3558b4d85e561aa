import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readlinkSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { PassThrough, type Readable, type Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { Failure } from '../failure.ts'

export type ShellCommand = readonly [string, ...string[]]

export type ShellOptions = {
  /** added to what the program inherits; secrets travel here or by `input`, never in the command */
  env?: Record<string, string | undefined>
  cwd?: string
  input?: string | Readable
  /** receives the program's output, which is not returned then */
  output?: Writable
  /** asks the program to end; the call settles once it has */
  signal?: AbortSignal
  /** called with each line while the program runs */
  onLine?: (line: string) => void
  /** speaks with the program while it runs; afterwards the program reads the end of its pipe */
  converse?: (pipes: ProgramPipes) => Promise<void>
  /** what a dry run returns as the output of a program that changes something */
  pretend?: string
}

/** Two more pipes to a program: it reads from its descriptor 3, and writes to 4. */
export type ProgramPipes = { to: Writable; from: Readable }

/** Outside programs. `read` only looks, and runs in a dry run too; `run` changes something. */
export type Shell = {
  read(command: ShellCommand, options?: ShellOptions): Promise<string>
  run(command: ShellCommand, options?: ShellOptions): Promise<string>
}

/** A program that failed: its name, its exit code and its last lines. */
export class CommandFailed extends Failure {
  readonly exitCode: number | null
  constructor(command: ShellCommand, exitCode: number | null, said: string) {
    const last = said.trim().split('\n').slice(-12).join('\n')
    super('command-failed', `${nameOf(command)} : code ${exitCode ?? 'inconnu'}${last ? `\n${last}` : ''}`, {
      hint: null,
    })
    this.exitCode = exitCode
  }
}

/** `docker compose up`: the program and what it was to do, without its options. */
function nameOf([program, ...args]: ShellCommand): string {
  const words = args.filter(word => /^[a-z][a-z-]*$/.test(word)).slice(0, 2)
  return [program, ...words].join(' ')
}

export function openShell(): Shell {
  return { read: execute, run: execute }
}

/** A shell for dry runs: it looks, and only reports what it would change. */
export function dryShell(tell: (line: string) => void): Shell {
  return {
    read: execute,
    run: async (command, { pretend = '' } = {}) => {
      tell(`ferait : ${command.join(' ')}`)
      return pretend
    },
  }
}

/** The kernel ends the program when this process is killed: a run that is gone changes nothing any more. */
const WITH_US = ['--pdeathsig', 'TERM', '--']
/** How long a program may take to end when it is asked to. */
const LEAVE_MS = 20_000

async function execute(command: ShellCommand, options: ShellOptions = {}): Promise<string> {
  const { input, output, signal, onLine, converse } = options
  signal?.throwIfAborted()
  const { child, ended, stdout, stderr } = await begin(command, options)
  const forget = endWhenAsked(child, signal)
  if (onLine) for (const stream of [stdout, stderr]) createInterface(stream).on('line', onLine)
  const said = output ? pipeline(stdout, output).then(() => '') : text(stdout)
  const talk = converse && conversation(child, converse)
  const all = Promise.all([ended, said, text(stderr), talk, feed(child.stdin, input)])
  const [code, out, errors, broken] = await all.finally(forget)
  signal?.throwIfAborted()
  if (code === 0 && broken) throw broken
  if (code === 0) return out.trim()
  throw new CommandFailed(command, code, `${out}\n${errors}`)
}

/** What a terminal sends to all programs of a command when it hangs up, or when a person presses Ctrl-C or Ctrl-\\. */
const SENT_BY_TERMINALS = ['SIGHUP', 'SIGINT', 'SIGQUIT']
const MOST_STARTS = 100

/**
 * Starts a program in a session of its own: what the terminal sends is for this process alone, because an undo must not
 * lose the program that it runs. Until it has left for its session the terminal still reaches it. One that ended so has not
 * begun, and is started again.
 */
async function begin(command: ShellCommand, options: ShellOptions) {
  for (let starts = 1; ; starts++) {
    const { child, ended } = start(command, options)
    const { pid, stdout, stderr } = child
    // `spawn` returns when the program has begun or has ended: only one that has ended needs to be asked how.
    if (pid === undefined || isThere(pid)) return { child, ended, stdout, stderr }
    // At its end what it said is thrown away, unless something reads it by then.
    const outputs = { stdout: stdout.pipe(new PassThrough()), stderr: stderr.pipe(new PassThrough()) }
    const [, sent] = await once(child, 'exit')
    if (starts === MOST_STARTS || !SENT_BY_TERMINALS.includes(sent)) return { child, ended, ...outputs }
  }
}

function start(command: ShellCommand, { env = {}, cwd, converse }: ShellOptions) {
  const child = spawn('setpriv', [...WITH_US, ...command], {
    env: { ...process.env, ...env },
    stdio: converse ? ['pipe', 'pipe', 'pipe', 'pipe', 'pipe'] : ['pipe', 'pipe', 'pipe'],
    detached: true,
    ...(cwd && { cwd }),
  })
  const ended = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve))
  return { child, ended }
}

/** A program that has ended keeps its number until it is asked how, but has no file any more. */
function isThere(pid: number): boolean {
  try {
    return Boolean(readlinkSync(`/proc/${pid}/exe`))
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT'
  }
}

/** An undo must not meet the program still running, so the call waits for its end. @returns ends the watch */
function endWhenAsked(child: ChildProcess, signal?: AbortSignal): () => void {
  let late: NodeJS.Timeout | undefined
  const ask = () => {
    child.kill('SIGTERM')
    late = setTimeout(() => child.kill('SIGKILL'), LEAVE_MS)
  }
  if (signal?.aborted) ask()
  else signal?.addEventListener('abort', ask)
  return () => {
    signal?.removeEventListener('abort', ask)
    clearTimeout(late)
  }
}

/** @returns why the conversation broke off, if it did: the program's own end says more */
async function conversation(
  { stdio }: ChildProcess,
  converse: NonNullable<ShellOptions['converse']>,
): Promise<Error | null> {
  const [to, from] = [stdio[3] as Writable, stdio[4] as Readable]
  to.on('error', () => {})
  try {
    await converse({ to, from })
    return null
  } catch (error) {
    return error as Error
  } finally {
    to.end()
  }
}

/** A program that stops reading its input is no error here: its exit code gives the reason. */
async function feed(stdin: Writable, input: string | Readable = ''): Promise<void> {
  stdin.on('error', () => {})
  if (typeof input === 'string') stdin.end(input)
  else await pipeline(input, stdin).catch(() => {})
}
