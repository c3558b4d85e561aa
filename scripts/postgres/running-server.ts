import { execFile } from 'node:child_process'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const exec = promisify(execFile)

/**
 * The port of the server that runs on this data folder, or null. A `postmaster.pid` whose number belongs to some other
 * program by now (in a container numbers come round quickly) is removed: PostgreSQL would refuse to start because of it.
 */
export async function runningPort(data: string): Promise<number | null> {
  const file = join(data, 'postmaster.pid')
  const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n')
  const [pid, , , port] = lines.map(Number)
  if (!pid || !port) return null
  if (!isAlive(pid)) return null
  if ((await commandOf(pid)).includes('postgres')) return port
  await rm(file, { force: true })
  return null
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

async function commandOf(pid: number): Promise<string> {
  return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() =>
    exec('ps', ['-o', 'command=', '-p', String(pid)]).then(
      ({ stdout }) => stdout,
      () => 'postgres',
    ),
  )
}
