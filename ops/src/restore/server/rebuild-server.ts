import { openArchive } from '../../archive/physical/open-archive.ts'
import type { Step } from '../../procedure/procedure.ts'
import { checkMaintenance, maintenanceOff } from '../../release/maintenance.ts'
import { durationWords } from '../../time/duration.ts'
import { proveData } from '../prove-data.ts'
import { expectEmpty, markRebuilding, markRebuilt } from './empty-machine.ts'
import { rebuildPaths } from './path.ts'
import { type Place, type Rebuilding, type Rebuilt, rebuild, type Seen } from './rebuild.ts'
import type { Stopwatch } from './stopwatch.ts'

/** The new server is what the lost one was; people wait until it has been tried. */
const ownPlace: Place = { archive: true, closed: true, settings: async () => {}, infra: async () => {} }

type Job = Omit<Rebuilding, 'place' | 'to'>

/**
 * Rebuilds a lost server on a machine that has nothing of it. People see the maintenance page until everything was tried
 * and the data was proven. Interrupted anywhere, the same call goes on.
 * @throws an Error in French; the page stays then
 */
export async function rebuildServer(
  step: Step,
  job: Job,
  watch: Stopwatch,
  note: (seen: Partial<Seen>) => void,
): Promise<Rebuilt> {
  const { home, tools: early } = job
  const path = rebuildPaths[home.environment]
  await step(path.find, 'S’assurer que rien n’est remplacé ici', async () => {
    await expectEmpty(home, early)
    await markRebuilding(home, early)
  })
  const rebuilt = await rebuild(step, { ...job, to: null, place: ownPlace }, watch, note)
  const { release, target, tools } = rebuilt
  if (release) await watch.during('after', () => proveData(step, { path, home, release, tools }))
  await step(path.open, 'Ouvrir l’archive de la base', async at => {
    // Without it everything that is written from now on would wait on this disk; the site waits for it no longer.
    await openArchive(target, tools, at).catch((error: Error) =>
      at.tell(`à refaire par tiptop install : ${error.message}`),
    )
  })
  await step(path.open, 'Rouvrir le site', async ({ tell, signal }) => {
    const standing = await maintenanceOff(home, tools.files)
    if (standing) return tell(`${standing.by} l’avait fermé avant la sauvegarde : il le reste`)
    if (release) await checkMaintenance(false, target, tools, signal)
  })
  await step(path.done, 'Déclarer le serveur reconstruit', async ({ tell }) => {
    await markRebuilt(home, tools)
    tell(`en ${durationWords(watch.total())}`)
  })
  return rebuilt
}
