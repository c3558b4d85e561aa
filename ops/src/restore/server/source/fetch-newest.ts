import type { Backup } from '../../../archive/backups.ts'
import type { BackupManifest } from '../../../archive/manifest.ts'
import { listRemote } from '../../../archive/remote-backups.ts'
import type { Store } from '../../../archive/stores/store.ts'
import type { Home } from '../../../environment/home.ts'
import { Failure } from '../../../failure.ts'
import type { Step, StepNodes } from '../../../procedure/procedure.ts'
import { utcSecond } from '../../../time/words.ts'
import type { Tools } from '../../../tools/tools.ts'
import { chooseBackup, type SkippedBackup } from './choose-backup.ts'
import { fetchBackup } from './fetch-backup.ts'

type NewestFetch = {
  store: Store
  identities: readonly string[]
  home: Home
  nodes: { find: StepNodes; fetch: StepNodes }
  tools: Pick<Tools, 'files'>
  /** only backups that show a moment before this one; null: the newest */
  to: Date | null
  /** the only backup to try, by its name; null: the newest that is whole */
  named: string | null
  /** the pause before a destination that did not answer is asked again, in milliseconds */
  pauseMs?: number
}

const TRIES = 3
const PAUSE_MS = 5_000

/**
 * Fetches the newest backup of a destination. One that is damaged is reported among the skipped ones, and the one before it
 * is tried.
 * @throws a Failure when none is usable
 */
export async function fetchNewest(
  step: Step,
  request: NewestFetch,
): Promise<{ backup: Backup; skipped: SkippedBackup[] }> {
  const { store, nodes, home } = request
  const retry = { times: TRIES, everyMs: request.pauseMs ?? PAUSE_MS }
  const found = await step(
    nodes.find,
    `Chercher les sauvegardes de ${home.environment} chez ${store.name}`,
    async ({ tell }) => {
      const remotes = await listRemote(store, home.environment)
      tell(`${remotes.filter(({ whole }) => whole).length} entière(s) sur ${remotes.length}`)
      return remotes
    },
    { retry },
  )
  const chosen = await step(nodes.find, 'Choisir celle que la clé ouvre', async ({ tell }) => {
    const choice = await chooseBackup(found, { ...request, store: store.name })
    tell(`${choice.newest.name}, qui montre ${snapshotMoment(choice.newest)}`)
    return choice
  })
  const skipped = [...chosen.skipped]
  for (const manifest of chosen.candidates) {
    const fetched = await step(
      nodes.fetch,
      `Rapatrier ${manifest.name}, l’ouvrir et la comparer`,
      async ({ tell, signal }) => {
        const came = await fetchBackup(manifest, { ...request, signal, tell })
        if ('damaged' in came) tell(`abîmée : ${came.damaged}`)
        return came
      },
      { retry },
    )
    if (!('damaged' in fetched)) return { backup: fetched, skipped }
    skipped.push({ name: manifest.name, why: fetched.damaged })
  }
  const why = skipped.map(({ name, why }) => `\n  ${name} : ${why}`).join('')
  throw new Failure('damaged', `Aucune sauvegarde de ${store.name} n’est utilisable.${why}`, {
    hint: '--from choisit une autre destination.',
  })
}

/** The moment that a backup shows: `2026-11-23 02:00:07 UTC`. */
export const snapshotMoment = ({ database }: Pick<BackupManifest, 'database'>) => utcSecond(database.snapshotAt)
