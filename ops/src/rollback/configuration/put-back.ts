import { stat } from 'node:fs/promises'
import type { Environment } from '../../environment/environment.ts'
import type { Home } from '../../environment/home.ts'
import type { Target } from '../../environment/target.ts'
import type { Step, StepNodes } from '../../procedure/procedure.ts'
import { nextOrder } from '../../release/colours.ts'
import { breakingSince } from '../../release/earlier/release-before.ts'
import { type LaunchNodes, launchRelease } from '../../release/launch.ts'
import { type Release, releaseName } from '../../release/release.ts'
import { stampOf } from '../../time/stamp.ts'
import type { Tools } from '../../tools/tools.ts'
import { rollbackNodes } from '../release/nodes.ts'
import { smokeTests } from '../release/scope.ts'
import { sameAsAgreed } from '../same-as-agreed.ts'
import { type ConfigurationPlan, planConfiguration } from './plan.ts'

/** The nodes that a configuration takes on its way back: to find it, to put its settings back, and to run with it. */
const configurationNodes: Record<Environment, LaunchNodes & { find: StepNodes; settings: StepNodes }> = {
  dev: { ...rollbackNodes.dev.full, settings: '4.1/L' },
  preprod: {
    ...rollbackNodes.preprod.full,
    find: ['4.2/G', '4.2/I'],
    settings: '4.2/P',
    folder: '4.2/Q',
    pull: '4.2/R',
    activate: '4.2/R',
  },
  prod: { ...rollbackNodes.prod.full, settings: '4.3/AA', folder: '4.3/AA' },
}

/** The release that runs with the configuration that came back, and where the settings' file of before is kept. */
export type ConfigurationPutBack = { release: Release; kept: string }

/**
 * Runs the images that serve with a former configuration, without an interruption. The settings' file comes
 * first: after a run that was killed in the middle, a deployment uses the good one, and the same command goes on.
 * @param target with the settings that come back: the service is reached under their names
 */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: the steps in the order in which they happen
export async function putBackConfiguration(
  step: Step,
  { to, agreed }: { to: string | null; agreed: ConfigurationPlan },
  target: Target,
  tools: Tools,
) {
  const { home } = target
  const nodes = configurationNodes[home.environment]
  const plan = await step(nodes.find, 'Trouver la configuration à reprendre', async ({ tell }) => {
    const plan = await planConfiguration(home, to)
    sameAsAgreed(agreed.running.release.name, plan?.running.release.name ?? null)
    sameAsAgreed(agreed.former.name, plan?.former.name ?? null)
    tell(agreed.former.name)
    return agreed
  })
  const kept = `${home.settings}.${stampOf(tools.now())}`
  await step(
    nodes.settings,
    'Remettre les réglages',
    async ({ tell }) => {
      const { mode } = await stat(home.settings).catch(() => ({ mode: 0o640 }))
      await tools.files.copy(home.settings, kept).catch(ignoreMissing)
      await tools.files.write(home.settings, plan.text, mode & 0o777)
      tell(`ceux d’avant sont gardés en ${kept}`)
    },
    { undo: () => tools.files.copy(kept, home.settings).catch(ignoreMissing) },
  )
  if (!plan.relaunch) return { release: plan.running.release, kept }
  const release = await releaseWith(plan, home, tools.now())
  await launchRelease(
    step,
    {
      release,
      former: plan.running,
      nodes,
      files: { app: plan.former.appFile, settings: home.settings },
      journeys: smokeTests[home.environment],
      migrate: false,
      restoreDatabase: null,
    },
    target,
    tools,
  )
  return { release, kept }
}

/** The images that serve. Pages have their addresses built in: with other ones, they are those of the former release. */
async function releaseWith({ running, former, pages }: ConfigurationPlan, home: Home, now: Date): Promise<Release> {
  const { release } = running
  const frontend = pages ? former.release : release
  return {
    name: releaseName(now, release.version, `config-${release.commits.backend.slice(0, 7)}`),
    version: release.version,
    commits: { backend: release.commits.backend, frontend: frontend.commits.frontend },
    images: { backend: release.images.backend, frontend: frontend.images.frontend },
    madeAt: now.toISOString(),
    order: await nextOrder(home),
    // Going back again goes on from there, and not to what was just left.
    former: former.release.name,
    breaking: release.breaking || (await breakingSince(former.release, release, home)) !== null,
  }
}

function ignoreMissing(error: { code?: string }): void {
  if (error.code !== 'ENOENT') throw error
}
