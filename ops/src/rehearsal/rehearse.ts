import type { Store } from '../archive/stores/store.ts'
import type { Config } from '../config.ts'
import type { Home } from '../environment/home.ts'
import type { Step } from '../procedure/procedure.ts'
import { proveData } from '../restore/prove-data.ts'
import { rebuildPaths } from '../restore/server/path.ts'
import { rebuild, type Seen } from '../restore/server/rebuild.ts'
import type { Stopwatch } from '../restore/server/stopwatch.ts'
import type { Tools } from '../tools/tools.ts'
import { removeScratch, scratchOf, scratchPlace } from './scratch.ts'

type Rehearsing = {
  config: Config
  /** the environment whose restoration is rehearsed; nothing of it is touched */
  home: Home
  store: Store
  identities: readonly string[]
  /** the moment that is to be brought back; null: the newest */
  to: Date | null
  /** whether what was restored stays, to be looked at */
  keep: boolean
  checkout: string
  tools: Pick<Tools, 'shell' | 'files'>
  watch: Stopwatch
  pauseMs?: number
}

/**
 * Restores the newest backup of a destination beside production and does on it what people do: what this server holds is
 * not looked at. Whatever happens, nothing of it is left, unless it is to be kept.
 * @param note hears of what is known, also when it fails later on
 * @throws an Error in French: the way back does not work
 */
export async function rehearse(step: Step, job: Rehearsing, note: (seen: Partial<Seen>) => void): Promise<void> {
  const { home, keep, tools, watch } = job
  const path = rebuildPaths[home.environment]
  const scratch = scratchOf(home)
  const remove = () => removeScratch(scratch, home.backups.rehearsal, tools)
  await step(
    path.find,
    'Faire place nette pour la répétition',
    async ({ tell }) => {
      await remove()
      await tools.files.makeFolder(home.backups.rehearsal, 0o700)
      tell(home.backups.rehearsal)
    },
    { ...(!keep && { undo: { node: path.find, title: 'Retirer la répétition', act: remove } }) },
  )
  const skipped: Seen['skipped'] = []
  const warnings: string[] = []
  const { release } = await rebuild(step, { ...job, home: scratch, named: null, place: scratchPlace }, watch, seen => {
    skipped.push(...(seen.skipped ?? []))
    if (seen.database?.warning) warnings.push(seen.database.warning)
    note(seen)
  })
  if (release) await watch.during('after', () => proveData(step, { path, home: scratch, release, tools }))
  await step(path.done, 'Conclure la répétition', () => {
    const faults = [...skipped.map(({ name, why }) => `${name} n’est pas utilisable : ${why}`), ...warnings]
    if (!release) faults.push('la sauvegarde ne contient aucune version : personne n’aurait pu jouer')
    if (faults.length) throw new Error(faults.join('\n'))
  })
  if (!keep) await step(path.done, 'Retirer la répétition', remove)
}
