import { type DataLoss, lossesSince, lossWords } from '../../archive/database/loss.ts'
import { type RestoreWindow, windowOf } from '../../archive/physical/reach/window.ts'
import type { Target } from '../../environment/target.ts'
import { listOrigins, type RestoreOrigin } from '../../restore/in-place/origin.ts'
import { utcSecond } from '../../time/words.ts'
import type { Tools } from '../../tools/tools.ts'

/** One way to give the database back, and what it loses; `lost`: null if that cannot be counted. */
type WayBack = { kind: RestoreOrigin['kind']; name: string; at: Date; lost: DataLoss | null }

/** Every way to give the database back from this server, with its loss: the operator chooses between them (4.3/AI). */
export async function waysBack(
  target: Target,
  tools: Pick<Tools, 'shell'>,
): Promise<{ ways: WayBack[]; windows: RestoreWindow[] }> {
  const [origins, windows] = await Promise.all([listOrigins(target.home, tools), windowOf(target, tools)])
  const last = lastMoment(windows)
  const found = [...(last ? [last] : []), ...origins]
  const losses = await lossesSince(
    found.map(({ at }) => at),
    target.home.database,
    tools,
  )
  const ways = found.map(({ kind, name, at }, place) => ({ kind, name, at, lost: losses[place] ?? null }))
  return { ways, windows }
}

/** The last moment that an archive reaches. */
function lastMoment(windows: readonly RestoreWindow[]): Pick<WayBack, 'kind' | 'name' | 'at'> | null {
  const ends = windows.flatMap(window => ('until' in window && window.until ? [window.until] : []))
  const [at] = ends.sort((a, b) => b.getTime() - a.getTime())
  return at ? { kind: 'moment', name: utcSecond(at), at } : null
}

/** What the other ways would lose: the last moment and the newest copy, unless they are the way that was chosen. */
export function otherWayLines(chosen: Pick<RestoreOrigin, 'kind' | 'name'>, ways: readonly WayBack[]): string[] {
  const others = (['moment', 'copy'] as const).flatMap(kind => ways.find(way => way.kind === kind) ?? [])
  return others
    .filter(({ kind, name }) => kind !== chosen.kind || name !== chosen.name)
    .map(way => `autre voie, ${optionOf(way)} : ${lossWords(way.lost)}`)
}

/** How the way is typed. */
export function optionOf({ kind, name, at }: Pick<WayBack, 'kind' | 'name' | 'at'>): string {
  return kind === 'moment' ? `--to "${utcSecond(at)}"` : `--point ${name}`
}
