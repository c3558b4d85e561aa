import { join } from 'node:path'
import type { Home } from '../../environment/home.ts'
import type { Target } from '../../environment/target.ts'
import { Failure } from '../../failure.ts'
import type { Step } from '../../procedure/procedure.ts'
import { type Running, runningRelease } from '../../release/colours.ts'
import { launchRelease } from '../../release/launch.ts'
import type { Release } from '../../release/release.ts'
import type { Tools } from '../../tools/tools.ts'
import { rollbackPaths, type Scope, scopeWords, smokeTests } from '../scope.ts'
import { mix, releaseBefore } from './release-before.ts'

/** From which release to which one a rollback goes. */
export type Way = { running: Running; before: Release }

/**
 * @param to the release to take from; null: the last one before, see {@link releaseBefore}
 * @throws an Error in French when there is no way back
 */
export async function findWay({ scope, to }: { scope: Scope; to: string | null }, home: Home): Promise<Way> {
  const running = await serving(home)
  return { running, before: await releaseBefore(running.release, { scope, to }, home) }
}

/** @throws an Error in French when nothing serves yet */
export async function serving(home: Home): Promise<Running> {
  const running = await runningRelease(home)
  if (!running) throw new Error(`Rien ne sert encore en ${home.environment} : il n'y a rien à quoi revenir.`)
  return running
}

type Order = { scope: Scope; to: string | null; agreed: Way }

/**
 * Goes back to a release that served before, by digest, without cutting anybody: started beside the one that serves,
 * then everybody is sent to it. The database stays as it is: migrations are such that the release before can live with
 * them, and a release whose migration was not is refused.
 * @param agreed the way that was agreed to: another one, because somebody else was quicker, is not taken
 */
export async function rollBack(
  step: Step,
  { scope, to, agreed }: Order,
  target: Target,
  tools: Tools,
): Promise<Release> {
  const { home } = target
  const path = rollbackPaths[home.environment][scope]
  const { former, release } = await step(path.find, 'Trouver la version à reprendre', async ({ tell }) => {
    const { running, before } = await findWay({ scope, to }, home)
    sameAsAgreed(agreed.running.release.name, running.release.name)
    sameAsAgreed(agreed.before.name, before.name)
    tell(`${before.version} (${before.name}), ${scopeWords[scope]}`)
    return {
      former: running,
      release: scope === 'full' ? before : await mix(running.release, before, scope, { home, now: tools.now() }),
    }
  })
  const folder = join(home.releases, scope === 'full' ? release.name : former.release.name)
  const from = { app: join(folder, 'app.yaml'), settings: join(folder, 'settings.env') }
  const journeys = smokeTests[home.environment]
  await launchRelease(
    step,
    { release, former, path, from, journeys, migrate: false, restoreDatabase: null },
    target,
    tools,
  )
  return release
}

/** @throws an Error when something else was found than what somebody has agreed to */
export function sameAsAgreed(agreed: string | null, found: string | null): void {
  if (agreed === found) return
  throw new Failure(
    'changed-meanwhile',
    `Entre-temps il y a ${found ?? 'rien'} au lieu de ${agreed ?? 'rien'} : rien n'a été fait.`,
    { hint: 'Recommencez.' },
  )
}
