import { join } from 'node:path'
import type { Home } from '../environment/home.ts'

/** Where the files of a cluster are in the folder of its environment. */
export function clusterHome({ folder }: Pick<Home, 'folder'>) {
  const cluster = join(folder, 'cluster')
  return {
    folder: cluster,
    /** what signs the certificates of the machines: it stays here */
    authority: join(cluster, 'authority'),
    passwords: join(cluster, 'passwords.json'),
    /** with what this server speaks to the machines */
    operator: join(cluster, 'operator'),
    /** what is copied to a machine */
    machine: (name: string) => join(cluster, 'machines', name),
    /** the end of the audit trail and the timeline, as they were last seen */
    watch: join(cluster, 'watch.json'),
  }
}
