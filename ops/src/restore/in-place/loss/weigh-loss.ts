import { type LossCount, lossSince, lossWords } from '../../../archive/database/loss/loss.ts'
import { readSeenPlays, type SeenPlays } from '../../../archive/database/loss/seen-plays.ts'
import { type ArchivedUntil, archivedUntil } from '../../../archive/physical/reach/archived-until.ts'
import { windowOf } from '../../../archive/physical/reach/window.ts'
import type { Target } from '../../../environment/target.ts'
import { durationWords } from '../../../time/duration.ts'
import { utcSecond } from '../../../time/words.ts'
import { readRows } from '../../../tools/postgres.ts'
import type { Tools } from '../../../tools/tools.ts'

/** The moment that was asked for, and how far what is to be restored was found to reach. */
type WayBackMoment = { at: Date; reaches: Date }

/** What is lost after a moment, by the database in use and by nginx. */
type LossAfter = { lost: LossCount; seen: SeenPlays | null; lastKept: Date | null }

/**
 * What going back to a moment costs. The running database may be the damaged one, so the archive and nginx are asked as
 * well. `from`: the moment after which everything counts as lost. `inOrder`: what is lost instead if a database that has
 * more than the archive stops in order; null if it has not.
 */
type WeighedLoss = LossAfter & { from: Date; inOrder: LossAfter | null; archive: ArchivedUntil }

type Shelled = Pick<Tools, 'shell'>

export async function weighLoss(
  target: Target,
  { at, reaches }: WayBackMoment,
  tools: Shelled,
  signal?: AbortSignal,
): Promise<WeighedLoss> {
  const from = new Date(Math.min(at.getTime(), reaches.getTime()))
  const [worst, inOrder, archive] = await Promise.all([
    lossAfter(from, target, tools, signal),
    from < at ? lossAfter(at, target, tools, signal) : null,
    windowOf(target, tools, signal).then(windows => archivedUntil(target, windows, tools, signal)),
  ])
  return { ...worst, from, inOrder, archive }
}

async function lossAfter(at: Date, target: Target, tools: Shelled, signal?: AbortSignal): Promise<LossAfter> {
  const [lost, seen, lastKept] = await Promise.all([
    lossSince(at, target.home.database, tools, signal),
    readSeenPlays(target, at, tools, signal),
    lastPlayUntil(at, target, tools),
  ])
  return { lost, seen, lastKept }
}

/** Returns when the last play up to a moment was; null also if the database is down, or older than its views for operations. */
async function lastPlayUntil(at: Date, { home }: Target, { shell }: Shelled): Promise<Date | null> {
  const question = `select to_char(max(at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
    from operations_v1.plays where at <= '${at.toISOString()}'`
  const [row] = await readRows(shell, home.database, question).catch(() => [])
  return row?.[0] ? new Date(row[0]) : null
}

/** Sentences in French: the last play that is kept, what is lost, and why where the archive and the database differ. */
export function lossLines({ from, inOrder, archive, ...worst }: WeighedLoss): string[] {
  const end = `l’archive s’arrête au ${utcSecond(from)} : ce qui la suit n’est que dans la base en service, et compte comme perdu`
  return [
    ...linesAfter(worst, archive),
    ...(inOrder ? [`${end} ; si elle s’arrête en ordre, ${linesAfter(inOrder, archive).join(', ')}`] : []),
    ...(archive.until && archive.until > from
      ? [`l’archive va jusqu’au ${utcSecond(archive.until)}, soit ${durationWords(+archive.until - +from)} de plus`]
      : []),
  ]
}

function linesAfter({ lost, seen, lastKept }: LossAfter, archive: ArchivedUntil): string[] {
  const [last] = [lastKept, seen?.lastBefore ?? null].filter(date => date !== null).sort((a, b) => +b - +a)
  const counted = lossWords(lost, archive)
  const isDoubted = !archive.isAhead && 'plays' in lost && lost.plays === 0 && seen !== null && seen.since > 0
  return [
    `dernière participation gardée : ${last ? utcSecond(last) : 'inconnue'}`,
    // A damaged database counts what is left in it.
    isDoubted ? `${counted}, si la base en service compte juste` : counted,
    ...(seen ? [`nginx a vu passer ${seen.since} participation(s) depuis ce moment, essais compris`] : []),
  ]
}
