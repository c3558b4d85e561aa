import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

const LEAVE_WITH_PARENT = new URL('./leave-with-parent.ts', import.meta.url).href
const KEPT_LINES = 400
/** How long a child may take to finish what it is doing before it is killed. */
const GRACE_MS = 10_000

type Options = { env?: NodeJS.ProcessEnv; cwd?: string; onLine?: (line: string) => void }

export type Child = {
  readonly pid: number | undefined
  /** settles when the child has ended, with its exit code (null when a signal ended it) */
  readonly ended: Promise<number | null>
  /** the last lines that it wrote */
  said(): string
  /** asks the child alone to leave, without its own children; nothing happens once it has ended */
  leave(): void
}

export type Children = ReturnType<typeof openChildren>

/**
 * The processes that one command starts. Each leads a group of its own, so that Ctrl-C reaches the command alone, which
 * then ends them in order, with all that they started themselves.
 */
export function openChildren() {
  const alive = new Map<ChildProcess, Promise<unknown>>()
  let closed = false

  function start(file: string, args: string[], options?: Options): Child {
    if (closed) throw new Error('No child is started any more.')
    const { process: started, child } = launch(file, args, options)
    alive.set(started, child.ended)
    child.ended.then(() => alive.delete(started))
    return child
  }

  return {
    start,

    /** Starts a TypeScript file or a module of ours that leaves by itself when this process is killed. */
    startNode: (script: string, args: string[] = [], options?: Options) =>
      start(process.execPath, ['--import', LEAVE_WITH_PARENT, script, ...args], options),

    /** Runs a program to its end. @returns what it wrote @throws an Error with its last lines when it fails */
    async run(file: string, args: string[], options?: Options): Promise<string> {
      const child = start(file, args, options)
      const code = await child.ended
      if (code === 0) return child.said()
      throw new Error(child.said().trim().split('\n').slice(-12).join('\n') || `${file} ended with code ${code}.`)
    },

    /** Asks each child to leave, the newest first, and kills what does not leave in time. None is started afterwards. */
    async stop(): Promise<void> {
      closed = true
      for (const child of [...alive.keys()].reverse()) {
        signal(child, 'SIGTERM')
        const timer = setTimeout(() => signal(child, 'SIGKILL'), GRACE_MS)
        await alive.get(child)
        clearTimeout(timer)
      }
    },

    /** Ends every child at once. */
    kill(): void {
      for (const child of alive.keys()) signal(child, 'SIGKILL')
    },
  }
}

function launch(
  file: string,
  args: string[],
  { env = process.env, cwd, onLine = () => {} }: Options = {},
): { process: ChildProcess; child: Child } {
  const started = spawn(file, args, { env, cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
  const lines: string[] = []
  for (const stream of [started.stdout, started.stderr])
    if (stream)
      createInterface({ input: stream }).on('line', line => {
        lines.push(line)
        if (lines.length > KEPT_LINES) lines.shift()
        onLine(line)
      })
  const ended = new Promise<number | null>(resolve => {
    started.once('close', code => resolve(code))
    started.once('error', error => {
      lines.push(error.message)
      resolve(127)
    })
  })
  const said = () => lines.join('\n')
  return { process: started, child: { pid: started.pid, ended, said, leave: () => void started.kill('SIGTERM') } }
}

function signal(child: ChildProcess, name: NodeJS.Signals): void {
  try {
    if (child.pid) process.kill(-child.pid, name)
  } catch {
    // The group has just ended.
  }
}

/** One Ctrl-C arrives several times: from the terminal, from npm and from the bootstrap. */
const SAME_REQUEST_MS = 1_000

/** Settles when this process is asked to leave; calls `again` when it is asked a second time. */
export function askedToLeave(again: () => void): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  let first = 0
  const asked = () => {
    first ||= performance.now()
    resolve()
    if (performance.now() - first > SAME_REQUEST_MS) again()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, asked)
  return promise
}
