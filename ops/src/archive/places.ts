import type { Home } from '../environment/home.ts'
import { listBackups } from './backups.ts'
import { HERE, type Place } from './freshness.ts'
import type { Manifest } from './manifest.ts'
import { listRemote } from './remote-backups.ts'
import type { Store } from './stores/store.ts'

/** The newest whole backup of every place that is to have one. A place that does not answer keeps nobody waiting. */
export async function lookEverywhere(home: Home, stores: readonly Store[]): Promise<Place[]> {
  const backups = await listBackups(home)
  const here: Place = { name: HERE, newest: newestOf(backups) }
  const there = stores.map(store =>
    listRemote(store, home.environment, backups).then(
      (found): Place => ({
        name: store.name,
        newest: newestOf(found.flatMap(remote => (remote.whole ? [remote.manifest] : []))),
      }),
      (error: Error): Place => ({ name: store.name, why: error.message }),
    ),
  )
  return [here, ...(await Promise.all(there))]
}

/** A backup is as old as what it shows. */
function newestOf([newest]: readonly Manifest[]) {
  return newest ? { name: newest.name, at: new Date(newest.database.snapshotAt) } : null
}
