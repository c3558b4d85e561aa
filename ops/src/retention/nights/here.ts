import { basename, join } from 'node:path'
import { discardHalves, HALF, listBackups, listBroken, listForeignBackups } from '../../archive/backups.ts'
import { foreignWords } from '../../archive/manifest.ts'
import type { Home } from '../../environment/home.ts'
import type { Target } from '../../environment/target.ts'
import { timeOfStamp } from '../../time/stamp.ts'
import type { Tools } from '../../tools/tools.ts'
import { judge, type RetentionSurvey, type RetentionVerdict, retention } from '../policy.ts'

/** Judges the backups of an environment's nights on this server, daily and weekly ones as one. Looks only. */
export async function judgeNightsHere(home: Home, now: Date): Promise<RetentionSurvey> {
  const [whole, broken, foreign] = await Promise.all([listBackups(home), listBroken(home), listForeignBackups(home)])
  const halves = broken.filter(folder => folder.endsWith(HALF))
  const damaged = new Set(broken.filter(folder => !folder.endsWith(HALF)).map(folder => basename(folder)))
  const backups = [
    ...whole.map(({ name }) => ({ name, at: timeOfStamp(name), state: 'proven' as const })),
    ...[...damaged].map(name => ({ name, at: timeOfStamp(name), state: 'broken' as const })),
  ]
  return {
    verdicts: judge(backups, retention.local, now),
    remarks: [
      ...halves.map(folder => `${basename(folder)} est en cours, ou interrompue : --confirm en retire le reste`),
      ...foreign.map(copy => foreignWords(copy, home.environment)),
    ],
  }
}

/**
 * Removes the nights that are judged so, and moves those that only their week keeps to the weekly ones. A backup exists
 * while its folder bears its name. Removing renames it first, then deletes its files: what a killed run leaves is no
 * backup, and the next run removes it. Images stay: backups of other environments may name them.
 * @returns what could not be done yet, and why, in French
 */
export async function pruneNightsHere(
  verdicts: readonly RetentionVerdict[],
  { home }: Pick<Target, 'home'>,
  { files }: Pick<Tools, 'files'>,
  signal: AbortSignal,
): Promise<string[]> {
  const folders = new Map((await listBackups(home)).map(({ name, folder }) => [name, folder]))
  const left: string[] = []
  for (const verdict of verdicts.toReversed()) {
    signal.throwIfAborted()
    const { name } = verdict.backup
    const folder = folders.get(name)
    if (!folder) continue
    const to = placeAfter(verdict, folder, home)
    if (to === folder) continue
    await files
      .makeFolder(home.backups.weekly, 0o700)
      .then(() => files.move(folder, to))
      .catch((error: Error) => left.push(`${name} reste dans ${folder} : ${error.message}`))
  }
  await discardHalves(home, files).catch((error: Error) => left.push(error.message))
  return left
}

/** Where the folder of a backup belongs after this verdict. */
function placeAfter(verdict: RetentionVerdict, folder: string, { backups }: Home): string {
  if (!verdict.keep) return `${folder}${HALF}`
  const isWeekly = verdict.reasons.every(({ rule }) => rule === 'weeks')
  return isWeekly ? join(backups.weekly, verdict.backup.name) : folder
}
