import { join } from 'node:path'
import type { Target } from '../../environment/target.ts'
import type { Step } from '../../procedure/procedure.ts'
import { pullRelease, recordRelease } from '../../release/activate.ts'
import { otherColour, type RunningRelease } from '../../release/colours.ts'
import type { Release } from '../../release/release.ts'
import type { Tools } from '../../tools/tools.ts'
import type { Origin } from './origin.ts'
import type { RecoveryPath } from './path.ts'

type Job = { origin: Origin; path: RecoveryPath; running: RunningRelease | null; target: Target; tools: Tools }

/**
 * Fetches the release that served when a rollback point was made, with its configuration. Its images come from the
 * registry's own repository, or from that of the point once they are only there.
 * @returns the colour that it is to take; that of what serves when it is this release
 * @throws an Error in French when the point has no release
 */
export async function takeRelease(step: Step, { origin, path, running, target, tools }: Job): Promise<RunningRelease> {
  const point = origin.kind === 'copy' ? origin.point : null
  if (!point?.release || !point.backend || !point.frontend)
    throw new Error(`${origin.name} n’a pas de version à reprendre : --full demande un point de retour qui en a une.`)
  const { release, backend, frontend } = { ...point, release: point.release }
  const taken = await step(
    path.images,
    `Tirer les images de ${point.tag}`,
    async ({ tell, signal }): Promise<Release> => {
      const kept = { ...release, images: { backend: backend as string, frontend: frontend as string } }
      const used = await pullRelease(release, tools, signal).then(
        () => release,
        async () => pullRelease(kept, tools, signal).then(() => kept),
      )
      tell(`version ${used.version}`)
      return used
    },
  )
  await step(path.configuration, 'Remettre la configuration du point', () =>
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
