import { join } from 'node:path'
import { gates } from '../deploy/gates.ts'
import type { Target } from '../environment/target.ts'
import type { Ending, Step } from '../procedure/procedure.ts'
import { runningRelease } from '../release/colours.ts'
import { launchRelease } from '../release/launch.ts'
import type { Release } from '../release/release.ts'
import type { Run } from '../runs/runs.ts'
import type { Notice } from '../tools/notices.ts'
import type { Tools } from '../tools/tools.ts'
import { mix, releaseBefore } from './release-before.ts'
import { rollbackPaths, type Scope, scopeWords } from './scope.ts'

/**
 * Goes back to a release that served before, by digest, without cutting anybody: started beside the one that serves,
 * then everybody is sent to it. The database stays as it is: migrations are such that the release before can live with
 * them, and a release whose migration was not is refused.
 * @param to the release to take from; null: the last one before, see {@link releaseBefore}
 */
export async function rollBack(
  step: Step,
  { scope, to }: { scope: Scope; to: string | null },
  target: Target,
  tools: Tools,
): Promise<Release> {
  const { home } = target
  const path = rollbackPaths[home.environment][scope]
  const { former, release } = await step(path.find, 'Trouver la version à reprendre', async ({ tell }) => {
    const running = await runningRelease(home)
    if (!running) throw new Error(`Rien ne sert encore en ${home.environment} : il n'y a rien à quoi revenir.`)
    const before = await releaseBefore(running.release, { scope, to }, home)
    tell(`${before.version} (${before.name}), ${scopeWords[scope]}`)
    return { former: running, release: scope === 'full' ? before : mix(running.release, before, scope, tools.now()) }
  })
  const folder = join(home.releases, scope === 'full' ? release.name : former.release.name)
  const from = { app: join(folder, 'app.yaml'), settings: join(folder, 'settings.env') }
  const { journeys } = gates[home.environment]
  await launchRelease(
    step,
    { release, former, path, from, journeys, migrate: false, restoreDatabase: null },
    target,
    tools,
  )
  return release
}

/** What the people on call are told of a rollback. */
export function rollbackNotice(scope: Scope) {
  return (ending: Ending<Release>, run: Run): Notice => {
    const { environment, by } = run
    if (ending.outcome === 'done')
      return {
        severity: 'warning',
        subject: `[${environment}] retour en arrière (${scopeWords[scope]}) à ${ending.value.version}`,
        text: `${by} a ramené ${environment} à ${ending.value.name}.\nDétail : tiptop runs show ${run.name}`,
      }
    return {
      severity: 'alert',
      subject: `[${environment}] le retour en arrière (${scopeWords[scope]}) a échoué`,
      text: `${ending.error.message}\nDemandé par ${by}. Détail : tiptop runs show ${run.name}`,
    }
  }
}
