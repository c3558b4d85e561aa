import type { Backup } from '../../archive/backups.ts'
import type { Store } from '../../archive/stores/store.ts'
import type { Config } from '../../config.ts'
import { infraProject } from '../../environment/compose-projects.ts'
import type { Home } from '../../environment/home.ts'
import { prepareInfra } from '../../environment/installation/install.ts'
import type { Target } from '../../environment/target.ts'
import type { Step } from '../../procedure/procedure.ts'
import { startRelease } from '../../release/activate.ts'
import { servingColour } from '../../release/colours.ts'
import { awaitHealth, healthTries } from '../../release/health.ts'
import { basicJourneys } from '../../release/journeys/journeys.ts'
import { maintenanceOn } from '../../release/maintenance.ts'
import type { Release } from '../../release/release.ts'
import type { Tools } from '../../tools/tools.ts'
import { bringImages } from './bring-images.ts'
import { bringPepper, expectPepper } from './bring-pepper.ts'
import { type RestoredDatabase, restoreDatabase } from './database/restore-database.ts'
import { layOut, openRestored, rolesOf } from './lay-out.ts'
import { type RebuildNodes, rebuildNodes } from './nodes.ts'
import type { SkippedBackup } from './source/choose-backup.ts'
import { fetchNewest } from './source/fetch-newest.ts'
import type { Stopwatch } from './stopwatch.ts'

/** What a rebuilt server and a rehearsal do differently: one takes the lost server's place, the other must not. */
export type RestoreVariant = {
  /** changes the settings that were put back, before anything reads them */
  settings(home: Home): Promise<void>
  /** changes the files of the infrastructure, before anything starts */
  infra(target: Target): Promise<void>
  /** whether the maintenance page is up from the start */
  closed: boolean
  /** whether the database goes on to write to the archive that it comes from */
  archive: boolean
  /** whether it must have the pepper of its tickets; a rehearsal goes on with another one, which opens none of them */
  pepper: boolean
}

export type EnvironmentRestore = {
  config: Config
  home: Home
  store: Store
  /** private keys, one of which opens the backups */
  identities: readonly string[]
  /** private keys, one of which opens the pepper of the tickets; none if they were not brought */
  pepperIdentities: readonly string[]
  /** the moment to bring back; null: the newest */
  to: Date | null
  /** the only backup to try, by its name; null: the newest that is whole */
  named: string | null
  /** the checkout that this program runs from: its infrastructure is what is started */
  checkout: string
  variant: RestoreVariant
  /** what works without any settings */
  tools: Pick<Tools, 'shell' | 'files'>
  /** opens the tools that need the settings, once these are back */
  openTools(target: Target): Promise<Tools>
  /** the pause before a destination that did not answer is asked again, in milliseconds */
  pauseMs?: number
}

/** What is known of a restoration so far, also when it fails later on. */
export type RestoreFindings = {
  backup: { name: string; store: string; snapshotAt: string }
  skipped: SkippedBackup[]
  database: RestoredDatabase
  release: string
  /** milliseconds from the start until players could have played */
  readyMs: number
}

/** `release`: the one that serves, or null if the backup has none. `pepper`: whether it is that of the tickets. */
export type RestoredEnvironment = { target: Target; tools: Tools; release: Release | null; pepper: boolean }

/**
 * Brings an environment back from one destination alone: configuration, images, database, the release that served. Then
 * tries on it what players and employees do.
 * @param note called with each finding as soon as it is known
 * @throws a Failure; what was brought so far stays, and the same call goes on from there
 */
export async function restoreEnvironment(
  step: Step,
  restore: EnvironmentRestore,
  watch: Stopwatch,
  note: (found: Partial<RestoreFindings>) => void,
): Promise<RestoredEnvironment> {
  const { home, store, variant } = restore
  const nodes = rebuildNodes[home.environment]
  const { backup, skipped } = await watch.during('fetch', () => fetchNewest(step, { ...restore, nodes }))
  note({ backup: { name: backup.name, store: store.name, snapshotAt: backup.database.snapshotAt }, skipped })
  const { target, prepared, tools, roles, pepper } = await watch.during('configuration', () =>
    step(nodes.configuration, 'Remettre réglages, secrets, certificat et versions', async ({ tell, signal }) => {
      const back = await putConfigurationBack(restore, backup, signal)
      if (!back.pepper) tell('sans le poivre des tickets : un autre en tient lieu')
      return back
    }),
  )
  if (variant.closed)
    await step(nodes.close, 'Montrer la page de maintenance', () =>
      maintenanceOn(home, 'reconstruction du serveur', tools.files),
    )
  const release = await watch.during('images', () =>
    step(nodes.images, 'Charger les images', async ({ tell, signal }) => {
      tell(backup.release ? `version ${backup.release.version}` : 'rien ne servait encore')
      return backup.release && bringImages(backup.release, backup, target, tools, signal)
    }),
  )
  const { to } = restore
  const { archive } = variant
  const database = await watch.during('database', () =>
    restoreDatabase(step, { nodes, target, prepared, backup, roles, to, archive, tools }),
  )
  note({ database })
  await watch.during('start', () => start(step, { nodes, release, target, tools }))
  if (release) {
    await watch.during('verification', () => verify(step, { nodes, release, target, tools }))
    note({ release: release.version, readyMs: watch.total() })
  }
  return { target, tools, release, pepper }
}

async function putConfigurationBack(restore: EnvironmentRestore, backup: Backup, signal: AbortSignal) {
  const { home, variant, pepperIdentities: identities } = restore
  await layOut(home, backup, restore.tools, signal)
  if (variant.pepper) await expectPepper(backup, home, identities)
  const pepper = await bringPepper(backup, { home, identities, tools: restore.tools }, signal)
  await variant.settings(home)
  const { prepared, ...target } = await openRestored(restore.config, home, restore.tools)
  const tools = await restore.openTools(target)
  await prepareInfra(target, restore.checkout, tools, signal)
  await variant.infra(target)
  return { target, prepared, tools, pepper, roles: await rolesOf(backup, tools) }
}

type Starting = { nodes: RebuildNodes; release: Release | null; target: Target; tools: Tools }

async function start(step: Step, { nodes, release, target, tools }: Starting): Promise<void> {
  await step(nodes.infrastructure, 'Démarrer nginx devant la base', async ({ signal }) => {
    const project = infraProject(target.home)
    const up = project.command('up', '--detach', '--wait', '--wait-timeout=120')
    await tools.shell.run(up, { env: project.env, signal })
  })
  if (!release) return
  await step(nodes.start, `Démarrer la version ${release.version}`, async ({ signal }) =>
    startRelease({ release, colour: await servingColour(target.home) }, target.home, tools, signal),
  )
}

async function verify(step: Step, { nodes, release, target, tools }: Starting & { release: Release }): Promise<void> {
  await step(
    nodes.health,
    'Vérifier la santé du service',
    ({ signal }) => awaitHealth(target, release, tools, signal),
    { retry: healthTries(target.settings) },
  )
  await basicJourneys(step, nodes.journeys, { release, target, tools })
}
