import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

const PATIENCE_MS = 30_000
const POLL_MS = 50

/**
 * Starts a program that ends with this process, whatever happens. What it writes is
 * not shown: browsers complain about the graphics card that is not there.
 */
export function startProgram(file: string, args: string[], env: NodeJS.ProcessEnv): ChildProcess {
  const program = spawn(file, args, { env, stdio: ['ignore', 'pipe', 'ignore'] })
  process.once('exit', () => program.kill('SIGKILL'))
  return program
}

export async function stopProgram(program: ChildProcess): Promise<void> {
  if (program.exitCode !== null || program.signalCode !== null) return
  const ended = once(program, 'exit')
  program.kill('SIGKILL')
  await ended
}

/** Tries until it succeeds. @throws the last error when the time is over */
export async function eventually<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (const deadline = Date.now() + PATIENCE_MS; ; ) {
    try {
      return await attempt()
    } catch (error) {
      if (Date.now() > deadline) throw error
    }
    await new Promise(done => setTimeout(done, POLL_MS))
  }
}
