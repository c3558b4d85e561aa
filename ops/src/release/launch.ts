import type { Target } from '../environment/target.ts'
import { allEnded, type Step, type StepNodes } from '../procedure/procedure.ts'
import type { Tools } from '../tools/tools.ts'
import {
  discardRelease,
  firstWords,
  heldBy,
  migrateDatabase,
  pullRelease,
  type ReleaseFiles,
  recordRelease,
  returnTo,
  startRelease,
  stopRelease,
} from './activate.ts'
import { otherColour, provenFile, type RunningRelease, serveColour } from './colours.ts'
import { awaitHealth, healthTries } from './health.ts'
import { endJourneys, prepareJourneys, tryHealth, tryJourneys } from './journeys/journeys.ts'
import { maintenanceOff, maintenanceOn, readMaintenance } from './maintenance.ts'
import type { Release } from './release.ts'

/** The nodes at which a release is launched, on the diagram of the procedure that launches it. */
export type LaunchNodes = Record<
  'folder' | 'pull' | 'activate' | 'health' | 'goBack' | 'journeys' | 'done',
  StepNodes
> & {
  /** where its first words are read, on a diagram that has that step */
  logs?: StepNodes
}

export type ReleaseLaunch = {
  release: Release
  /** what serves now; null before the first deployment */
  former: RunningRelease | null
  nodes: LaunchNodes
  files: ReleaseFiles
  /** whether sign-in, play and handover are tried after the switch */
  journeys: boolean
  /** whether its migrations are applied first */
  migrate: boolean
  /** brings the database back after a migration that the former release cannot live with; null without such a migration */
  restoreDatabase: ((tell: (detail: string) => void) => Promise<unknown>) | null
}

/**
 * Starts a release beside the one that serves, sends all traffic to it, and makes sure that it works. When it does not,
 * all traffic goes back. The former release stays on the server, stopped. With {@link ReleaseLaunch.restoreDatabase}
 * players wait behind the maintenance page, and the site opens again with the database that it was closed with, or not
 * at all.
 */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: the steps in the order in which they happen
export async function launchRelease(step: Step, launch: ReleaseLaunch, target: Target, tools: Tools): Promise<void> {
  const { release, former, nodes, restoreDatabase } = launch
  const { home, settings } = target
  const next: RunningRelease = { release, colour: otherColour(former?.colour ?? 'green') }
  await step(nodes.folder, 'Noter la version dans le dossier du serveur', () =>
    recordRelease(release, launch.files, home, tools),
  )
  await step(nodes.pull, 'Tirer les images', ({ signal }) => pullRelease(release, tools, signal))
  if (restoreDatabase) {
    const reopen = async (tell: (detail: string) => void) => {
      await restoreDatabase(tell)
      await maintenanceOff(home, tools.files)
    }
    await step(
      nodes.activate,
      'Mettre la page de maintenance',
      () => maintenanceOn(home, `migration vers la version ${release.version}`, tools.files),
      { undo: { node: nodes.goBack, title: 'Rendre la base et rouvrir le site', act: ({ tell }) => reopen(tell) } },
    )
  }
  if (launch.migrate)
    await step('2.1/W', 'Migrer la base', async ({ signal, tell }) =>
      tell(await migrateDatabase(next, home, tools, signal)),
    )
  const held = await heldBy(next.colour, home)
  const tried = { release, target, tools }
  const prepared = launch.journeys ? prepareJourneys(step, nodes.pull, tried) : null
  const started = step(
    nodes.activate,
    `Démarrer la version ${release.version} à côté de celle qui sert`,
    ({ signal }) => startRelease(next, home, tools, signal),
    { undo: () => discardRelease(next, held, home, tools) },
  )
  // A release that does not start cannot make accounts either: why it does not start is what the operator reads.
  const [, verification] = await allEnded([started, prepared])
  const goBack = former && {
    node: nodes.goBack,
    title: `Revenir à la version ${former.release.version}`,
    act: () => returnTo(former, home, tools),
  }
  await step(
    nodes.activate,
    'Lui envoyer tout le monde',
    () => serveColour(home, next.colour, tools.files),
    goBack ? { undo: goBack } : {},
  )
  const switchedAt = performance.now()
  if (nodes.logs)
    await step(nodes.logs, 'Lire leurs journaux', async ({ tell }) => tell(await firstWords(next, home, tools)))
  await step(
    nodes.health,
    'Vérifier la santé du service',
    ({ signal }) => awaitHealth(target, release, tools, signal),
    { retry: healthTries(settings) },
  )
  if (verification) {
    await tryHealth(step, nodes.journeys, tried)
    await tryJourneys(step, nodes.journeys, verification, tried)
  }
  const closed = await readMaintenance(home)
  if (restoreDatabase || (closed && !closed.stays))
    await step(nodes.activate, 'Rouvrir le site', () => maintenanceOff(home, tools.files))
  await allEnded([
    verification ? endJourneys(step, nodes.journeys, tried) : null,
    former &&
      step(nodes.done, `Arrêter la version ${former.release.version}, gardée`, () =>
        stopRelease(former, home, tools, switchedAt),
      ),
  ])
  await step(nodes.done, `Déclarer la version ${release.version} déployée`, () =>
    tools.files.write(provenFile(home, release.name), `${tools.now().toISOString()}\n`),
  )
}
