import { spawn } from 'node:child_process'
import { connect } from 'node:net'
import { waitUntil } from '../../ops/src/time/wait-until.ts'

export type RunningProgram = { stop(): Promise<void> }

const PATIENCE = { everyMs: 100, withinMs: 60_000 }
/** How many characters of what a program says an error repeats. */
const LAST_WORDS = 1_000

/**
 * Starts a program that listens on this port of the loopback, and waits until it does.
 * @throws an Error with its last words when it ends before, or cannot start
 */
export async function startProgram(
  program: string,
  args: string[],
  { port, env = {} }: { port: number | undefined; env?: Record<string, string> },
): Promise<RunningProgram> {
  const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (part: string) => {
    said = (said + part).slice(-LAST_WORDS)
  })
  let hasEnded = false
  const ended = new Promise<void>(resolve => {
    child.once('error', (error: Error) => {
      said += error.message
      resolve()
    })
    child.once('close', () => resolve())
  }).then(() => {
    hasEnded = true
  })
  const leave = () => void child.kill('SIGKILL')
  process.once('exit', leave)
  const stop = async () => {
    process.off('exit', leave)
    child.kill('SIGTERM')
    await ended
  }
  await waitUntil(async () => hasEnded || isListening(port), PATIENCE)
  if (!hasEnded && (await isListening(port))) return { stop }
  await stop()
  throw new Error(`${program} does not listen on port ${port}:\n${said}`)
}

function isListening(port = 0): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy()
      resolve(true)
    }).once('error', () => resolve(false))
  })
}
