import type { Store } from '../../archive/stores/store.ts'
import type { Config } from '../../config.ts'
import { infraProject } from '../../environment/compose-projects.ts'
import type { Home } from '../../environment/home.ts'
import { prepareInfra } from '../../environment/installation/install.ts'
import { openTools } from '../../environment/open-tools.ts'
import type { Target } from '../../environment/target.ts'
import type { Step } from '../../procedure/procedure.ts'
import { startRelease } from '../../release/activate.ts'
import { servingColour } from '../../release/colours.ts'
import { awaitHealth, healthTries } from '../../release/health.ts'
import { basicJourneys } from '../../release/journeys/journeys.ts'
import { maintenanceOn } from '../../release/maintenance.ts'
import type { Release } from '../../release/release.ts'
import type { Tools } from '../../tools/tools.ts'
import { type RestoredDatabase, restoreDatabase } from './database/restore-database.ts'
import { bringImages } from './images.ts'
import { layOut, openRestored, rolesOf } from './lay-out.ts'
import { type RebuildPath, rebuildPaths } from './path.ts'
import type { Skipped } from './source/candidates.ts'
import { fetchNewest } from './source/fetch-newest.ts'
import type { Stopwatch } from './stopwatch.ts'

/** What makes one place differ from another: the new server takes the place of what was lost, a rehearsal must not. */
export type Place = {
  /** changes the settings that were put back, before anything reads them */
  settings(home: Home): Promise<void>
  /** changes the files of the infrastructure, before anything starts */
  infra(target: Target): Promise<void>
  /** whether people see the maintenance page from the start */
  closed: boolean
  /** whether the database goes on to write to the archive that it comes from */
  archive: boolean
}

export type Rebuilding = {
  config: Config
  home: Home
  store: Store
  identities: readonly string[]
  to: Date | null
  named: string | null
  /** the checkout that this program runs from: its infrastructure is what is started */
  checkout: string
  place: Place
  /** what works without any settings */
  tools: Pick<Tools, 'shell' | 'files'>
  pauseMs?: number
}

/** What is known of a restoration so far, also when it fails later on. */
export type Seen = {
  backup: { name: string; store: string; snapshotAt: string }
  skipped: Skipped[]
  database: RestoredDatabase
  release: string
  /** from the start until people could have played */
  readyMs: number
}

export type Rebuilt = { target: Target; tools: Tools; release: Release | null }

/**
 * Brings an environment back from what one destination holds of it, and nothing else: configuration, images, database,
 * the release that served. Then does what people do with it.
 * @param note hears of what is known, as soon as it is
 * @throws an Error in French; what was brought so far stays, and the same call goes on from there
 */
export async function rebuild(
  step: Step,
  job: Rebuilding,
  watch: Stopwatch,
  note: (seen: Partial<Seen>) => void,
): Promise<Rebuilt> {
  const { home, store } = job
  const path = rebuildPaths[home.environment]
  const { backup, skipped } = await watch.during('fetch', () => fetchNewest(step, { ...job, path }))
  note({ backup: { name: backup.name, store: store.name, snapshotAt: backup.database.snapshotAt }, skipped })
  const { target, prepared, tools, roles } = await watch.during('configuration', () =>
    step(path.configuration, 'Remettre réglages, secrets, certificat et versions', async ({ signal }) => {
      await layOut(home, backup, job.tools, signal)
      await job.place.settings(home)
      const { prepared, ...target } = await openRestored(job.config, home, job.tools)
      const tools = await openTools(target)
      await prepareInfra(target, job.checkout, tools, signal)
      await job.place.infra(target)
      return { target, prepared, tools, roles: await rolesOf(backup, tools) }
    }),
  )
  if (job.place.closed)
    await step(path.close, 'Montrer la page de maintenance', () =>
      maintenanceOn(home, 'reconstruction du serveur', tools.files),
    )
  const release = await watch.during('images', () =>
    step(path.images, 'Charger les images', async ({ tell, signal }) => {
      tell(backup.release ? `version ${backup.release.version}` : 'rien ne servait encore')
      return backup.release && bringImages(backup.release, backup, target, tools, signal)
    }),
  )
  const { to, place } = job
  const database = await watch.during('database', () =>
    restoreDatabase(step, { path, target, prepared, backup, roles, to, archive: place.archive, tools }),
  )
  note({ database })
  await watch.during('start', () => start(step, { path, release, target, tools }))
  if (release) {
    await watch.during('verification', () => verify(step, { path, release, target, tools }))
    note({ release: release.version, readyMs: watch.total() })
  }
  return { target, tools, release }
}

type Started = { path: RebuildPath; release: Release | null; target: Target; tools: Tools }

async function start(step: Step, { path, release, target, tools }: Started): Promise<void> {
  await step(path.infrastructure, 'Démarrer nginx devant la base', async ({ signal }) => {
    const project = infraProject(target.home)
    const up = project.command('up', '--detach', '--wait', '--wait-timeout=120')
    await tools.shell.run(up, { env: project.env, signal })
  })
  if (!release) return
  await step(path.start, `Démarrer la version ${release.version}`, async ({ signal }) =>
    startRelease({ release, colour: await servingColour(target.home) }, target.home, tools, signal),
  )
}

async function verify(step: Step, { path, release, target, tools }: Started & { release: Release }): Promise<void> {
  const { settings } = target
  await step(path.health, 'Vérifier la santé du service', ({ signal }) => awaitHealth(target, release, tools, signal), {
    retry: healthTries(settings),
  })
  await basicJourneys(step, path.journeys, { release, target, tools })
}
