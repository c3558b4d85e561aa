import { join } from 'node:path'
import { appProject } from '../environment/compose-projects.ts'
import type { Colour } from '../environment/home.ts'
import type { Target } from '../environment/target.ts'
import type { Step, StepNodes } from '../procedure/procedure.ts'
import type { Tools } from '../tools/tools.ts'
import {
  discardColour,
  firstWords,
  heldBy,
  pullRelease,
  recordRelease,
  startRelease,
  stopColour,
  switchBack,
  switchTo,
} from './activate.ts'
import { otherColour, provenFile, type Running } from './colours.ts'
import { awaitHealth, healthTries } from './health.ts'
import { basicJourneys } from './journeys/journeys.ts'
import { maintenanceOff, maintenanceOn, readMaintenance } from './maintenance.ts'
import type { Release } from './release.ts'

/** The nodes that launching a release takes. */
export type LaunchPath = Record<
  'folder' | 'pull' | 'activate' | 'health' | 'rollback' | 'journeys' | 'done',
  StepNodes
> & {
  /** where its first words are read, on a diagram that has that step */
  logs?: StepNodes
}

export type Launch = {
  release: Release
  former: Running | null
  path: LaunchPath
  /** the compose file and the settings that the release runs with */
  from: { app: string; settings: string }
  journeys: boolean
  migrate: boolean
  /** what brings the database back when a migration breaks the former release: players wait behind the maintenance page */
  restoreDatabase: ((tell: (said: string) => void) => Promise<unknown>) | null
}

/**
 * Starts a release beside the one that serves, sends everybody to it, and makes sure that it works. When it does not,
 * everybody is sent back. The former release stays on the server, stopped.
 */
export async function launchRelease(step: Step, launch: Launch, target: Target, tools: Tools): Promise<void> {
  const { release, former, path, restoreDatabase } = launch
  const colour = otherColour(former?.colour ?? 'green')
  await step(path.folder, 'Noter la version dans le dossier du serveur', () =>
    recordRelease(release, target, tools, launch.from),
  )
  await step(path.pull, 'Tirer les images', ({ signal }) => pullRelease(release, tools, signal))
  if (restoreDatabase) await closeDoor(step, { release, path, restoreDatabase }, target, tools)
  if (launch.migrate) await migrate(step, release, colour, target, tools)
  const held = await heldBy(colour, target)
  await step(
    path.activate,
    `Démarrer la version ${release.version} à côté de celle qui sert`,
    ({ signal }) => startRelease(release, colour, target, tools, signal),
    { undo: () => discardColour(colour, held, target, tools) },
  )
  await step(path.activate, 'Lui envoyer tout le monde', () => switchTo(colour, target, tools), {
    ...(former && {
      undo: {
        node: path.rollback,
        title: `Revenir à la version ${former.release.version}`,
        act: () => switchBack(colour, target, tools),
      },
    }),
  })
  if (path.logs)
    await step(path.logs, 'Lire leurs journaux', async ({ tell }) =>
      tell(await firstWords(release, colour, target, tools)),
    )
  await verify(step, launch, target, tools)
  const closed = await readMaintenance(target.home)
  if (restoreDatabase || (closed && !closed.stays))
    await step(path.activate, 'Rouvrir le site', () => maintenanceOff(target.home, tools.files))
  if (former)
    await step(path.done, `Arrêter la version ${former.release.version}, gardée`, () =>
      stopColour(former.colour, target, tools),
    )
  await step(path.done, `Déclarer la version ${release.version} déployée`, () =>
    tools.files.write(provenFile(target.home, release.name), `${tools.now().toISOString()}\n`),
  )
}

async function verify(step: Step, { release, path, journeys }: Launch, target: Target, tools: Tools) {
  await step(path.health, 'Vérifier la santé du service', ({ signal }) => awaitHealth(target, release, tools, signal), {
    retry: healthTries(target.settings),
  })
  if (journeys) await basicJourneys(step, path.journeys, { release, target, tools })
}

type Door = Pick<Launch, 'release' | 'path'> & { restoreDatabase: NonNullable<Launch['restoreDatabase']> }

/** Players are told that they have to wait. The site opens again with the database that it was closed with, or not at all. */
async function closeDoor(step: Step, { path, release, restoreDatabase }: Door, { home }: Target, { files }: Tools) {
  const why = `migration vers la version ${release.version}`
  await step(path.activate, 'Mettre la page de maintenance', () => maintenanceOn(home, why, files), {
    undo: {
      node: path.rollback,
      title: 'Rendre la base et rouvrir le site',
      act: async ({ tell }) => {
        await restoreDatabase(tell)
        await maintenanceOff(home, files)
      },
    },
  })
}

async function migrate(step: Step, release: Release, colour: Colour, target: Target, tools: Tools) {
  const project = appProject(target.home, colour, release.images, join(target.home.releases, release.name))
  const run = project.command('run', '--rm', '--no-deps', '--no-TTY', 'migrate')
  await step('2.1/W', 'Migrer la base', async ({ signal, tell }) =>
    tell((await tools.shell.run(run, { env: project.env, signal })).split('\n').at(-1) ?? ''),
  )
}
