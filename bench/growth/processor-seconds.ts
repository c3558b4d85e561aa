import { readdir, readFile } from 'node:fs/promises'

/** Ticks a second of the times in /proc. */
const TICKS = 100

type Times = { parent: number; seconds: number }

/** The processor seconds of a process of Node, and of a PostgreSQL server with all its processes, dead or alive. */
export async function processorSeconds(pids: { node: number; postgres: number }) {
  const all = new Map<number, Times>()
  for (const name of await readdir('/proc')) {
    const times = /^\d+$/.test(name) ? await timesOf(name) : null
    if (times) all.set(Number(name), times)
  }
  let postgres = 0
  for (const [pid, { parent, seconds }] of all)
    if (pid === pids.postgres || parent === pids.postgres) postgres += seconds
  return { node: all.get(pids.node)?.seconds ?? Number.NaN, postgres }
}

/** Of itself and of its children that have ended. */
async function timesOf(pid: string): Promise<Times | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)
  if (!stat) return null
  // The name, in brackets, may hold spaces.
  const [, parent, ...fields] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number)
  const ticks = fields.slice(9, 13).reduce((sum, time) => sum + time, 0)
  return { parent: parent ?? 0, seconds: ticks / TICKS }
}
