import { join } from 'node:path'
import { listRollbackPoints } from '../../archive/rollback-points/points.ts'
import { hasRelease, type PointWithRelease } from '../../archive/rollback-points/pull-kept.ts'
import type { Home } from '../../environment/home.ts'
import type { Target } from '../../environment/target.ts'
import { Failure } from '../../failure.ts'
import type { Step } from '../../procedure/procedure.ts'
import type { ReleaseFiles } from '../../release/activate.ts'
import { type RunningRelease, readRelease, runningRelease } from '../../release/colours.ts'
import { followLabel } from '../../release/earlier/follow-label.ts'
import { expectLivable, mix, type RollbackRequest, releaseBefore } from '../../release/earlier/release-before.ts'
import { launchRelease } from '../../release/launch.ts'
import type { Release } from '../../release/release.ts'
import type { Tools } from '../../tools/tools.ts'
import { sameAsAgreed } from '../same-as-agreed.ts'
import { lookAtRelease } from './look-at-release.ts'
import { rollbackNodes } from './nodes.ts'
import { scopeWords, smokeTests } from './scope.ts'

/** From which release to which one a rollback goes. `point`: what keeps it, if its own folder is gone; null otherwise. */
export type RollbackPlan = { running: RunningRelease; before: Release; point: PointWithRelease | null }

/** @throws a Failure when there is no way back */
export async function planRollback(request: RollbackRequest, home: Home): Promise<RollbackPlan> {
  const running = await serving(home)
  const point = request.scope === 'full' ? await pointOf(request.to ?? running.release.former, home) : null
  if (!point) return { running, before: await releaseBefore(running.release, request, home), point }
  await expectLivable(point.release, running.release, home)
  return { running, before: point.release, point }
}

/** The newest rollback point that keeps a release whose own folder is gone. */
async function pointOf(name: string | null, home: Home): Promise<PointWithRelease | null> {
  if (!name || (await readRelease(home, name))) return null
  return (await listRollbackPoints(home)).filter(hasRelease).find(({ release }) => release.name === name) ?? null
}

/** @throws a Failure when nothing serves yet */
export async function serving(home: Home): Promise<RunningRelease> {
  const running = await runningRelease(home)
  if (!running)
    throw new Failure('not-there', `Rien ne sert encore en ${home.environment} : il n'y a rien à quoi revenir.`, {
      hint: `tiptop deploy ${home.environment} met une première version en service.`,
    })
  return running
}

/**
 * Goes back to a release that served before, by digest, without cutting a connection: it is started beside the one that
 * serves, then all traffic goes to it. The database stays as it is: a release can live with the migrations that came
 * after it, and one that cannot is refused.
 * @param agreed the plan that was agreed to: a deployment may have changed what serves since, and then nothing is done
 */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: the steps in the order in which they happen
export async function rollBack(
  step: Step,
  { scope, to, agreed }: RollbackRequest & { agreed: RollbackPlan },
  target: Target,
  tools: Tools,
): Promise<Release> {
  const { home } = target
  const nodes = rollbackNodes[home.environment][scope]
  const { point } = agreed
  const node = point ? nodes.findPoint : nodes.find
  const { former, found, files } = await step(node, 'Trouver la version à reprendre', async ({ tell }) => {
    const { running, before } = await planRollback({ scope, to }, home)
    sameAsAgreed(agreed.running.release.name, running.release.name)
    sameAsAgreed(agreed.before.name, before.name)
    tell(`${before.version} (${before.name}), ${point ? `gardée par ${point.tag}` : scopeWords[scope]}`)
    const release = scope === 'full' ? before : await mix(running.release, before, scope, { home, now: tools.now() })
    const folder = point?.folder ?? join(home.releases, scope === 'full' ? release.name : running.release.name)
    const files = { app: join(folder, 'app.yaml'), settings: join(folder, 'settings.env') }
    return { former: running, found: release, files }
  })
  const release = await step(nodes.find, 'Relire ce qui va être remis', () =>
    withImages(found, { files, point }, target, tools),
  )
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
  await step(
    nodes.done,
    'Faire suivre l’étiquette',
    async ({ tell }) => tell(await followLabel(release, target, tools)),
    { undo: () => followLabel(former.release, target, tools) },
  )
  return release
}

/**
 * Looks at a release before anything changes.
 * @returns the release, with the images that the point keeps if its own are gone
 */
async function withImages(
  release: Release,
  { files, point }: { files: ReleaseFiles; point: PointWithRelease | null },
  { home }: Target,
  tools: Tools,
): Promise<Release> {
  return lookAtRelease(release, files, home, tools).then(
    () => release,
    async error => {
      if (!point) throw error
      const kept = { ...release, images: { backend: point.backend, frontend: point.frontend } }
      await lookAtRelease(kept, files, home, tools)
      return kept
    },
  )
}
