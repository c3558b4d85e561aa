import type { Home } from '../environment/home.ts'
import { listBackups } from './backups.ts'
import { HERE, type PlaceFreshness } from './freshness.ts'
import type { BackupManifest } from './manifest.ts'
import { listRemote } from './remote-backups.ts'
import type { Store } from './stores/store.ts'

/** The newest whole backup of every place that is to have one. A place that does not answer does not hold up the others. */
export async function lookEverywhere(home: Home, stores: readonly Store[]): Promise<PlaceFreshness[]> {
  const backups = await listBackups(home)
  const here: PlaceFreshness = { name: HERE, newest: newestOf(backups) }
  const there = stores.map(store =>
    listRemote(store, home.environment, backups).then(
      (found): PlaceFreshness => ({
        name: store.name,
        newest: newestOf(found.flatMap(remote => (remote.whole ? [remote.manifest] : []))),
      }),
      (error: Error): PlaceFreshness => ({ name: store.name, why: error.message }),
    ),
  )
  return [here, ...(await Promise.all(there))]
}

/** A backup is as old as what it shows. */
function newestOf([newest]: readonly BackupManifest[]) {
  return newest ? { name: newest.name, at: new Date(newest.database.snapshotAt) } : null
}
