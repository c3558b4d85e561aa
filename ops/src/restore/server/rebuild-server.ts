import { openArchive } from '../../archive/physical/open-archive.ts'
import type { Step } from '../../procedure/procedure.ts'
import { checkMaintenance, maintenanceOff } from '../../release/maintenance.ts'
import { durationWords } from '../../time/duration.ts'
import { proveData } from '../prove-data.ts'
import { expectEmpty, markRebuilding, markRebuilt } from './empty-machine.ts'
import { rebuildNodes } from './nodes.ts'
import {
  type EnvironmentRestore,
  type RestoredEnvironment,
  type RestoreFindings,
  type RestoreVariant,
  restoreEnvironment,
} from './restore-environment.ts'
import type { Stopwatch } from './stopwatch.ts'

/** The new server takes the place of the lost one; the maintenance page is up until it has been tried. */
const replacementVariant: RestoreVariant = {
  archive: true,
  closed: true,
  pepper: true,
  settings: async () => {},
  infra: async () => {},
}

type ServerRebuild = Omit<EnvironmentRestore, 'variant' | 'to'>

/**
 * Rebuilds a lost server on a machine that has nothing of it. The maintenance page is up until everything has been tried
 * and the data proven. Interrupted anywhere, the same call goes on.
 * @throws a Failure; the maintenance page stays then, unless only the last look at the reopened site failed
 */
export async function rebuildServer(
  step: Step,
  rebuild: ServerRebuild,
  watch: Stopwatch,
  note: (found: Partial<RestoreFindings>) => void,
): Promise<RestoredEnvironment> {
  const { home, tools: early } = rebuild
  const nodes = rebuildNodes[home.environment]
  await step(nodes.find, 'S’assurer que rien n’est remplacé ici', async () => {
    await expectEmpty(home, early)
    await markRebuilding(home, early)
  })
  let until: string | null = null
  const rebuilt = await restoreEnvironment(
    step,
    { ...rebuild, to: null, variant: replacementVariant },
    watch,
    found => {
      until = found.database?.until ?? until
      note(found)
    },
  )
  const { release, target, tools } = rebuilt
  const deposited = target.settings
  if (release) await watch.during('after', () => proveData(step, { nodes, home, release, tools, deposited }))
  await step(nodes.open, 'Ouvrir l’archive de la base', async context => {
    // Without an archive, all WAL from now on would pile up on this disk. The site does not stay closed for that.
    await openArchive(target, tools, context).catch((error: Error) =>
      context.tell(`à refaire par tiptop install : ${error.message}`),
    )
  })
  await step(nodes.open, 'Rouvrir le site', async ({ tell, signal }) => {
    const standing = await maintenanceOff(home, tools.files)
    if (standing) return tell(`${standing.by} l’avait fermé avant la sauvegarde : il le reste`)
    if (release) await checkMaintenance(false, target, tools, signal)
  })
  await step(nodes.done, 'Déclarer le serveur reconstruit', async ({ tell, broughtBack }) => {
    if (until) broughtBack(new Date(until))
    await markRebuilt(home, tools)
    tell(`en ${durationWords(watch.total())}`)
  })
  return rebuilt
}
