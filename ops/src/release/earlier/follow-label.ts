import type { Target } from '../../environment/target.ts'
import type { Tools } from '../../tools/tools.ts'
import { latestLabel, readImage, repositoryOf } from '../image-names.ts'
import { pieces, type Release } from '../release.ts'

/**
 * Moves the environment's label, such as `prod-latest`, to the images that serve after a way back, so that it never names
 * what was left. A way back works without the registry, so a label that cannot move stops nothing.
 * @returns a sentence in French
 */
export async function followLabel(
  { images }: Pick<Release, 'images'>,
  { home, settings }: Target,
  { registry }: Pick<Tools, 'registry'>,
): Promise<string> {
  const label = latestLabel(home.environment)
  try {
    for (const piece of pieces) {
      const { path: from, digest } = readImage(images[piece])
      const { path: to } = repositoryOf(settings.REGISTRY, piece)
      if (from === to) await registry.tag(to, digest, label)
      else await registry.copy({ from, digest, to, tag: label })
    }
    return `${label} nomme maintenant ces images`
  } catch (error) {
    return `${label} nomme encore ce qui a été quitté : ${(error as Error).message}`
  }
}
