import { join } from 'node:path'
import type { Home } from '../../environment/home.ts'
import type { Target } from '../../environment/target.ts'
import { Failure } from '../../failure.ts'
import type { Step } from '../../procedure/procedure.ts'
import { type RunningRelease, runningRelease } from '../../release/colours.ts'
import { mix, type RollbackRequest, releaseBefore } from '../../release/earlier/release-before.ts'
import { launchRelease } from '../../release/launch.ts'
import type { Release } from '../../release/release.ts'
import type { Tools } from '../../tools/tools.ts'
import { sameAsAgreed } from '../same-as-agreed.ts'
import { lookAtRelease } from './look-at-release.ts'
import { rollbackNodes } from './nodes.ts'
import { scopeWords, smokeTests } from './scope.ts'

/** From which release to which one a rollback goes. */
export type RollbackPlan = { running: RunningRelease; before: Release }

/** @throws a Failure when there is no way back */
export async function planRollback(request: RollbackRequest, home: Home): Promise<RollbackPlan> {
  const running = await serving(home)
  return { running, before: await releaseBefore(running.release, request, home) }
}

/** @throws a Failure when nothing serves yet */
export async function serving(home: Home): Promise<RunningRelease> {
  const running = await runningRelease(home)
  if (!running)
    throw new Failure('not-there', `Rien ne sert encore en ${home.environment} : il n'y a rien à quoi revenir.`)
  return running
}

/**
 * Goes back to a release that served before, by digest, without cutting a connection: it is started beside the one that
 * serves, then everybody is sent to it. The database stays as it is: a release can live with the migrations that came
 * after it, and one that cannot is refused.
 * @param agreed the plan that was agreed to: a deployment may have changed what serves since, and then nothing is done
 */
export async function rollBack(
  step: Step,
  { scope, to, agreed }: RollbackRequest & { agreed: RollbackPlan },
  target: Target,
  tools: Tools,
): Promise<Release> {
  const { home } = target
  const nodes = rollbackNodes[home.environment][scope]
  const { former, release, files } = await step(nodes.find, 'Trouver la version à reprendre', async ({ tell }) => {
    const { running, before } = await planRollback({ scope, to }, home)
    sameAsAgreed(agreed.running.release.name, running.release.name)
    sameAsAgreed(agreed.before.name, before.name)
    tell(`${before.version} (${before.name}), ${scopeWords[scope]}`)
    const release = scope === 'full' ? before : await mix(running.release, before, scope, { home, now: tools.now() })
    const folder = join(home.releases, scope === 'full' ? release.name : running.release.name)
    const files = { app: join(folder, 'app.yaml'), settings: join(folder, 'settings.env') }
    return { former: running, release, files }
  })
  await step(nodes.find, 'Relire ce qui va être remis', () => lookAtRelease(release, files, home, tools))
  await launchRelease(
    step,
    {
      release,
      former,
      nodes,
      files,
      journeys: smokeTests[home.environment],
      migrate: false,
      restoreDatabase: null,
    },
    target,
    tools,
  )
  return release
}
