import { type LossCount, lossesSince, lossWords } from '../../archive/database/loss/loss.ts'
import { type ArchivedUntil, archivedUntil } from '../../archive/physical/reach/archived-until.ts'
import { type RestoreWindow, windowOf } from '../../archive/physical/reach/window.ts'
import type { Target } from '../../environment/target.ts'
import { listOrigins, type RestoreOrigin } from '../../restore/in-place/origin.ts'
import { utcMillisecond } from '../../time/words.ts'
import type { Tools } from '../../tools/tools.ts'

/** One way to give the database back, and what it loses, or why that cannot be counted. */
type WayBack = { kind: RestoreOrigin['kind']; name: string; at: Date; lost: LossCount }

/** The ways back, and how far the archive goes, by which their losses are judged. */
type WaysBack = { ways: WayBack[]; windows: RestoreWindow[]; archive: ArchivedUntil }

/** Every way to give the database back from this server, with its loss: the operator chooses between them (4.3/AI). */
export async function waysBack(target: Target, tools: Pick<Tools, 'shell'>): Promise<WaysBack> {
  const [origins, windows] = await Promise.all([listOrigins(target.home, tools), windowOf(target, tools)])
  const last = lastMoment(windows)
  const found = [...(last ? [last] : []), ...origins]
  const moments = found.map(({ at }) => at)
  const [losses, archive] = await Promise.all([
    lossesSince(moments, target.home.database, tools),
    archivedUntil(target, windows, tools),
  ])
  const ways = losses.flatMap((lost, place) => {
    const way = found[place]
    return way ? [{ kind: way.kind, name: way.name, at: way.at, lost }] : []
  })
  return { ways, windows, archive }
}

/** The last moment that an archive reaches. PostgreSQL stops before what came after it, hence the millisecond after. */
function lastMoment(windows: readonly RestoreWindow[]): Pick<WayBack, 'kind' | 'name' | 'at'> | null {
  const ends = windows.flatMap(window => ('until' in window && window.until ? [window.until] : []))
  const [at] = ends.sort((a, b) => b.getTime() - a.getTime())
  return at ? { kind: 'moment', name: utcMillisecond(new Date(at.getTime() + 1)), at } : null
}

/** What the other ways would lose: the last moment and the newest copy, unless they are the way that was chosen. */
export function otherWayLines(
  chosen: Pick<RestoreOrigin, 'kind' | 'name'>,
  { ways, archive }: Pick<WaysBack, 'ways' | 'archive'>,
): string[] {
  const others = (['moment', 'copy'] as const).flatMap(kind => ways.find(way => way.kind === kind) ?? [])
  return others
    .filter(({ kind, name }) => kind !== chosen.kind || name !== chosen.name)
    .map(way => `autre voie, ${optionOf(way)} : ${lossWords(way.lost, archive)}`)
}

/** How the way is typed. */
export function optionOf({ kind, name }: Pick<WayBack, 'kind' | 'name'>): string {
  return kind === 'moment' ? `--to "${name}"` : `--point ${name}`
}
