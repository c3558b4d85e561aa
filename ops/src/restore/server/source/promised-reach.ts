import type { BackupManifest } from '../../../archive/manifest.ts'
import { reachOfStored, type StoredReach } from '../../../archive/physical/stored/stored-reach.ts'
import type { Store } from '../../../archive/stores/store.ts'
import { usesS3 } from '../../../environment/installation/archive.ts'
import { readSettings } from '../../../environment/settings.ts'
import { readSecret } from '../../../environment/target.ts'
import { durationWords } from '../../../time/duration.ts'
import { utcSecond } from '../../../time/words.ts'
import type { Tools } from '../../../tools/tools.ts'
import { withConfiguration } from './open-configuration.ts'
import { openSource } from './open-source.ts'

/** How far the archive of WAL leads; null: the environment has none far away, or none with a base backup; `why`: unknown. */
export type PromisedReach = StoredReach | { why: string } | null

type ReachSearch = {
  store: Store
  identities: readonly string[]
  tools: Pick<Tools, 'shell' | 'files'>
}

/**
 * Reads how far the archive of WAL would bring a rebuilt server, as the settings in its backup lead there. Changes
 * nothing, and never throws.
 */
export async function promisedReach(
  manifest: BackupManifest,
  search: ReachSearch,
  signal = new AbortController().signal,
): Promise<PromisedReach> {
  return withConfiguration(manifest, { ...search, signal }, async home => {
    const settings = await readSettings(home)
    if (!usesS3(settings)) return null
    const store = search.store.name === `s3:${settings.S3_BUCKET}` ? search.store : await ownStore(home, search.tools)
    const passphrase = await readSecret(home, 'archive-passphrase')
    return reachOfStored({ store, environment: home.environment, passphrase }, signal)
  }).catch((error: Error) => ({ why: error.message }))
}

const ownStore = (home: Parameters<typeof readSettings>[0], { shell }: Pick<Tools, 'shell'>) =>
  openSource({ from: 's3', access: null, home }, shell)

const ALL_LOST = 'tout ce qui suit ce moment est perdu'

/**
 * Sentences in French: until when plays would be there, and what is lost. What is not known counts as lost.
 * @param shownAt the moment that the backup of the night shows
 */
export function reachLines(reach: PromisedReach, shownAt: Date, now: Date): string[] {
  if (!reach) return [`il n’y a pas d’archive du WAL ailleurs : ${ALL_LOST}`]
  if ('why' in reach) return [`l’archive du WAL n’a pas pu être lue ; sans elle, ${ALL_LOST}. ${reach.why}`]
  const { until, hole, arrived } = reach
  const behind = hole
    ? [
        `! le segment ${hole} manque à l’archive ou y est abîmé : ce qu’elle a reçu ensuite, jusqu’à ${utcSecond(arrived)}, ne se rejoue pas`,
      ]
    : []
  if (until <= shownAt) return [`l’archive du WAL s’arrête avant, à ${utcSecond(until)} : ${ALL_LOST}`, ...behind]
  const lost = durationWords(+now - +until)
  return [`l’archive du WAL mène jusqu’à ${utcSecond(until)} : ce qui suit est perdu, ${lost} au plus`, ...behind]
}
