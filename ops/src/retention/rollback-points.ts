import { foreignWords } from '../archive/manifest.ts'
import { listBrokenPoints, listForeignPoints, listRollbackPoints } from '../archive/rollback-points/points.ts'
import type { RollbackPoint } from '../archive/rollback-points/versions.ts'
import type { Home } from '../environment/home.ts'
import { readRelease, runningRelease } from '../release/colours.ts'
import { pieces, type Release } from '../release/release.ts'
import { namesIn } from '../state/read-state.ts'
import { timeOfStamp } from '../time/stamp.ts'
import { judge, type RetentionSurvey, retention } from './policy.ts'
import type { JudgedBackup } from './rules.ts'

/** A point in the making, or what a killed run left of one. */
const HALF = /\.partial$/

/** Judges the rollback points of an environment, and says what else is in their folder. Looks only. */
export async function judgeRollbackPoints(home: Home, now: Date): Promise<RetentionSurvey> {
  const [points, broken, foreign, names] = await Promise.all([
    listRollbackPoints(home),
    listBrokenPoints(home),
    listForeignPoints(home),
    namesIn(home.backups.preDeploy),
  ])
  const damaged = broken.filter(name => !HALF.test(name))
  const named = new Set([...points.map(({ tag }) => tag), ...broken, ...foreign.map(({ name }) => name)])
  const needs = await whatIsNeeded(home, points)
  const backups: JudgedBackup[] = [
    ...points.map(({ tag, at }) => ({ name: tag, at: new Date(at), state: 'proven' as const, ...needs(tag) })),
    ...damaged.map(tag => ({ name: tag, at: timeOfStamp(tag), state: 'broken' as const })),
  ]
  return {
    verdicts: judge(backups, retention.preDeploy, now),
    remarks: [
      ...broken
        .filter(name => HALF.test(name))
        .map(name => `${name} est en cours, ou interrompu : --confirm en retire le reste`),
      ...foreign.map(copy => foreignWords(copy, home.environment)),
      ...names
        .filter(name => !named.has(name))
        .map(name => `${name} n'est pas un point de retour, et n'est pas touché`),
    ],
  }
}

type NeededFor = (tag: string) => Pick<JudgedBackup, 'neededFor'>

/** What going back from the running release takes, however far back it is: many deployments may have failed since. */
async function whatIsNeeded(home: Home, points: RollbackPoint[]): Promise<NeededFor> {
  const running = (await runningRelease(home))?.release
  if (!running) return () => ({})
  const before = running.former ? await readRelease(home, running.former) : null
  const needed = neededPoints(points, running, before)
  return tag => {
    const neededFor = needed.get(tag)
    return neededFor ? { neededFor } : {}
  }
}

/**
 * The points that a rollback of the running release needs: the database from before it, and images that are among the
 * backups alone because a rollback brought them back.
 * @param points the newest first
 * @param before the release that the running one replaced
 * @returns by its tag, what each is needed for, in French
 */
export function neededPoints(points: RollbackPoint[], running: Release, before: Release | null): Map<string, string> {
  const ofFormer = points.filter(({ release }) => (release?.name ?? null) === running.former)
  // If the clock went back in between, none seems to come before.
  const newest = running.former ? ofFormer[0] : undefined
  const snapshot = ofFormer.find(({ at }) => at <= running.madeAt) ?? newest
  const withImageOf = (release: Release | null) =>
    pieces.flatMap(piece => points.find(point => release && point[piece] === release.images[piece]) ?? [])
  return new Map([
    ...withImageOf(before).map(
      ({ tag }) => [tag, `une image de la version ${before?.version}, gardée pour un retour, en vient`] as const,
    ),
    ...withImageOf(running).map(
      ({ tag }) => [tag, `une image de la version ${running.version}, en service, en vient`] as const,
    ),
    ...(snapshot ? [[snapshot.tag, `la base d'avant la version ${running.version}, en service`] as const] : []),
  ])
}
