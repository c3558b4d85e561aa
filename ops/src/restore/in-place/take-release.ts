import { join } from 'node:path'
import { hasRelease, pullKept } from '../../archive/rollback-points/pull-kept.ts'
import type { Target } from '../../environment/target.ts'
import { Failure } from '../../failure.ts'
import type { Step } from '../../procedure/procedure.ts'
import { recordRelease } from '../../release/activate.ts'
import { otherColour, type RunningRelease } from '../../release/colours.ts'
import type { Tools } from '../../tools/tools.ts'
import type { InPlaceNodes } from './nodes.ts'
import type { RestoreOrigin } from './origin.ts'

type TakingRelease = {
  origin: RestoreOrigin
  nodes: InPlaceNodes
  running: RunningRelease | null
  target: Target
  tools: Tools
}

/**
 * Fetches the release that served when a rollback point was made, with its configuration. Its images come from the
 * release's own repository, or else from the repository of the point.
 * @returns the release with the colour to start it on: the serving one if this release serves already, else the idle one
 * @throws a Failure when the point has no release
 */
export async function takeRelease(
  step: Step,
  { origin, nodes, running, target, tools }: TakingRelease,
): Promise<RunningRelease> {
  const point = origin.kind === 'copy' ? origin.point : null
  if (!point || !hasRelease(point))
    throw new Failure('not-there', `${origin.name} n’a pas de version à reprendre.`, {
      hint: '--full demande un point de retour qui en a une.',
    })
  const taken = await step(nodes.images, `Tirer les images de ${point.tag}`, async ({ tell, signal }) => {
    const used = await pullKept(point, tools, signal)
    tell(`version ${used.version}`)
    return used
  })
  await step(nodes.configuration, 'Remettre la configuration du point', () =>
    recordRelease(
      taken,
      { app: join(point.folder, 'app.yaml'), settings: join(point.folder, 'settings.env') },
      target.home,
      tools,
    ),
  )
  if (running?.release.name === taken.name) return { colour: running.colour, release: taken }
  return { colour: otherColour(running?.colour ?? 'green'), release: taken }
}
