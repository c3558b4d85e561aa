import type { Backup } from '../../../archive/backups.ts'
import type { BackupManifest } from '../../../archive/manifest.ts'
import { listRemote } from '../../../archive/remote-backups.ts'
import type { Store } from '../../../archive/stores/store.ts'
import type { Home } from '../../../environment/home.ts'
import type { Step } from '../../../procedure/procedure.ts'
import { utcSecond } from '../../../time/words.ts'
import type { Tools } from '../../../tools/tools.ts'
import type { RebuildPath } from '../path.ts'
import { chooseAmong, type Skipped } from './candidates.ts'
import { fetchBackup } from './fetch-backup.ts'

export type Wanted = {
  store: Store
  identities: readonly string[]
  home: Home
  path: Pick<RebuildPath, 'find' | 'fetch'>
  tools: Pick<Tools, 'files'>
  /** only what shows a moment before this one; null: whatever is newest */
  to: Date | null
  /** the only one that is to be tried; null: the newest that is whole */
  named: string | null
  /** the pause before a destination that did not answer is asked again */
  pauseMs?: number
}

const TRIES = 3
const PAUSE_MS = 5_000

/**
 * Brings the newest backup of a destination here. One that is damaged is told, and the one before it is tried.
 * @throws an Error in French when none can be had
 */
export async function fetchNewest(step: Step, wanted: Wanted): Promise<{ backup: Backup; skipped: Skipped[] }> {
  const { store, path, home } = wanted
  const retry = { times: TRIES, everyMs: wanted.pauseMs ?? PAUSE_MS }
  const found = await step(
    path.find,
    `Chercher les sauvegardes de ${home.environment} chez ${store.name}`,
    async ({ tell }) => {
      const remotes = await listRemote(store, home.environment)
      tell(`${remotes.filter(({ whole }) => whole).length} entière(s) sur ${remotes.length}`)
      return remotes
    },
    { retry },
  )
  const chosen = await step(path.find, 'Choisir celle que la clé ouvre', async ({ tell }) => {
    const sought = await chooseAmong(found, { ...wanted, store: store.name })
    tell(`${sought.newest.name}, qui montre ${momentOf(sought.newest)}`)
    return sought
  })
  const skipped = [...chosen.skipped]
  for (const manifest of chosen.candidates) {
    const fetched = await step(
      path.fetch,
      `Rapatrier ${manifest.name}, l’ouvrir et la comparer`,
      async ({ tell, signal }) => {
        const came = await fetchBackup(manifest, { ...wanted, signal, tell })
        if ('damaged' in came) tell(`abîmée : ${came.damaged}`)
        return came
      },
      { retry },
    )
    if (!('damaged' in fetched)) return { backup: fetched, skipped }
    skipped.push({ name: manifest.name, why: fetched.damaged })
  }
  const why = skipped.map(({ name, why }) => `\n  ${name} : ${why}`).join('')
  throw new Error(`Aucune sauvegarde de ${store.name} n’est utilisable.${why}`)
}

/** `2026-11-23 02:00:07 UTC`. */
export const momentOf = ({ database }: Pick<BackupManifest, 'database'>) => utcSecond(database.snapshotAt)
