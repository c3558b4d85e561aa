import { apiPath } from '../../../environment/facts/api-path.ts'
import type { Target } from '../../../environment/target.ts'
import { logsSince } from '../../../tools/docker.ts'
import { linesTo } from '../../../tools/lines.ts'
import type { Tools } from '../../../tools/tools.ts'

/** The plays that nginx saw answered with a prize. It still knows them when the database has lost them. */
export type SeenPlays = { since: number; lastBefore: Date | null }

const LOOK_BACK_MS = 3_600_000

/** Reads the plays around a moment from nginx's journal. Returns null if it cannot be read or does not reach back that far. */
export async function readSeenPlays(
  { home }: Target,
  moment: Date,
  { shell }: Pick<Tools, 'shell'>,
  signal?: AbortSignal,
): Promise<SeenPlays | null> {
  const tally = openTally(moment)
  const from = new Date(moment.getTime() - LOOK_BACK_MS)
  const options = { output: linesTo(tally.add), ...(signal && { signal }) }
  await shell.read(logsSince(`${home.stack}-infra-nginx-1`, from), options).catch(() => tally.forget())
  return tally.end()
}

/** Tallies lines of nginx's journal, whose times are whole seconds. */
export function openTally(moment: Date) {
  const second = Math.floor(moment.getTime() / 1000) * 1000
  let [oldest, since, lastBefore] = [Infinity, 0, Number.NaN]
  return {
    add(line: string) {
      const { at, method, host, path, status } = parsed(line)
      const time = Date.parse(String(at))
      if (Number.isNaN(time)) return
      oldest = Math.min(oldest, time)
      if (method !== 'POST' || apiPath(String(host), String(path)) !== '/plays' || status !== 201) return
      if (time > second) since++
      else lastBefore = Math.max(lastBefore || 0, time)
    },
    forget() {
      oldest = Infinity
    },
    end: (): SeenPlays | null =>
      oldest > second ? null : { since, lastBefore: Number.isNaN(lastBefore) ? null : new Date(lastBefore) },
  }
}

function parsed(line: string): Record<string, unknown> {
  try {
    return JSON.parse(line) ?? {}
  } catch {
    return {}
  }
}
