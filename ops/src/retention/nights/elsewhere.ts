import { listBackups, MANIFEST } from '../../archive/backups.ts'
import { isBackupName } from '../../archive/manifest.ts'
import { listRemote } from '../../archive/remote-backups.ts'
import { RemovalDenied, type Store } from '../../archive/stores/store.ts'
import type { Home } from '../../environment/home.ts'
import { timeOfStamp } from '../../time/stamp.ts'
import { dayOf } from '../calendar.ts'
import { judge, namesGoing, type RetentionSurvey, type RetentionVerdict, retention } from '../policy.ts'

/** Judges what a destination has of an environment's nights. Looks only; one that does not answer is a remark. */
export async function judgeNightsElsewhere(store: Store, home: Home, now: Date): Promise<RetentionSurvey> {
  try {
    const [keys, known] = await Promise.all([keysOf(store, home), listBackups(home)])
    const [nights, halves] = partition(await listRemote(store, home.environment, known), ({ name }) =>
      isNight(keys.get(name)),
    )
    const own = nights.filter(night => night.whole || !night.foreign)
    const backups = own.map(({ name, whole }) => {
      const state: 'proven' | 'broken' = whole ? 'proven' : 'broken'
      return { name, at: timeOfStamp(name), state }
    })
    return {
      verdicts: judge(backups, retention.remote, now),
      remarks: [
        ...nights.flatMap(night => (night.whole ? [] : [`${night.name} : ${night.why}`])),
        ...halves.map(({ name }) => `${name} n'a pas de manifeste : ses restes partent avec l'âge`),
      ],
    }
  } catch (error) {
    return { verdicts: [], remarks: [(error as Error).message] }
  }
}

/**
 * Removes from a destination the nights that are judged so: the manifest first, without which it is no backup, then the
 * rest. What a run that broke off left without a manifest goes once it is as old as what is removed. Images stay:
 * backups of other environments may name them.
 * @returns what could not be removed yet, and why, in French; a destination that is away or refuses fails nothing
 */
export async function pruneNightsElsewhere(
  store: Store,
  verdicts: readonly RetentionVerdict[],
  home: Home,
  signal: AbortSignal,
): Promise<string[]> {
  const left: string[] = []
  try {
    const keys = await keysOf(store, home)
    for (const name of [...oldHalves(keys, verdicts), ...namesGoing(verdicts)].sort()) {
      signal.throwIfAborted()
      const refusal = await removeNight(store, keys.get(name) ?? [])
      if (refusal) left.push(`${name} y reste : ${refusal.message}`)
    }
  } catch (error) {
    signal.throwIfAborted()
    left.push((error as Error).message)
  }
  return left
}

/** @returns why the store keeps it; null when it is gone */
async function removeNight(store: Store, keys: readonly string[]): Promise<RemovalDenied | null> {
  const [manifests, pieces] = partition(keys, isManifest)
  try {
    for (const key of [...manifests, ...pieces]) await store.remove(key)
    return null
  } catch (error) {
    if (error instanceof RemovalDenied) return error
    throw error
  }
}

/** What has no manifest and is older than everything that is kept for its age: nothing sends it any more. */
function oldHalves(keys: ReadonlyMap<string, string[]>, verdicts: readonly RetentionVerdict[]): string[] {
  // One that is broken or dated in the future is kept as well, but makes nothing old.
  const newest = verdicts.find(verdict => verdict.keep && verdict.reasons.some(({ rule }) => rule === 'newest-of-all'))
  if (!newest) return []
  const age = (name: string) => dayOf(newest.backup.at) - dayOf(timeOfStamp(name))
  return [...keys.keys()].filter(name => !isNight(keys.get(name)) && age(name) > retention.remote.keep.days)
}

/** The keys of an environment there, by the night that they belong to. */
async function keysOf(store: Store, { environment }: Home): Promise<Map<string, string[]>> {
  const nightOf = (key: string) => key.split('/')[1] ?? ''
  const found = (await store.list(`${environment}/`)).map(({ key }) => key)
  return Map.groupBy(
    found.filter(key => isBackupName(nightOf(key))),
    nightOf,
  )
}

const isManifest = (key: string) => key.endsWith(`/${MANIFEST}`)
const isNight = (keys: readonly string[] = []) => keys.some(isManifest)

function partition<T>(all: readonly T[], belongs: (one: T) => boolean): [T[], T[]] {
  return [all.filter(belongs), all.filter(one => !belongs(one))]
}
