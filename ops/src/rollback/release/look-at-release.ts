import { readFile } from 'node:fs/promises'
import type { Home } from '../../environment/home.ts'
import { Failure } from '../../failure.ts'
import type { ReleaseFiles } from '../../release/activate.ts'
import { readImage } from '../../release/image-names.ts'
import { pieces, type Release } from '../../release/release.ts'
import { findImage } from '../../tools/docker.ts'
import type { Tools } from '../../tools/tools.ts'

type LookTools = Pick<Tools, 'shell' | 'registry'>

/**
 * Looks at what a release that comes back is started with, before anything changes: its compose file, its settings, and its
 * images by digest in this engine or in the registry.
 * @throws Failure `damaged` with what is missing or is another environment's
 */
export async function lookAtRelease(
  release: Release,
  files: ReleaseFiles,
  { environment }: Pick<Home, 'environment'>,
  tools: LookTools,
): Promise<void> {
  const faults = [...(await fileFaults(files, environment)), ...(await imageFaults(release, tools))]
  if (!faults.length) return
  throw new Failure('damaged', `La version ${release.name} ne peut pas revenir :\n  ${faults.join('\n  ')}`, {
    hint: '--to nomme une autre version.',
  })
}

async function fileFaults({ app, settings }: ReleaseFiles, environment: string): Promise<string[]> {
  const read = (file: string) => readFile(file, 'utf8').catch(() => '')
  const [compose, text] = await Promise.all([read(app), read(settings)])
  const other = /^ENVIRONMENT=(\S+)$/m.exec(text)?.[1] ?? environment
  return [
    ...(compose ? [] : [`${app} manque ou est vide.`]),
    ...(text ? [] : [`${settings} manque ou est vide.`]),
    ...(other === environment ? [] : [`${settings} est de ${other}.`]),
  ]
}

async function imageFaults({ images }: Release, { shell, registry }: LookTools): Promise<string[]> {
  const isHere = (image: string) =>
    shell.read(findImage(image)).then(
      () => true,
      () => false,
    )
  const faults = pieces.map(async piece => {
    const image = images[piece]
    if (await isHere(image)) return []
    const inRegistry = async () => {
      const { path, digest } = readImage(image)
      return (await registry.digestOf(path, digest)) ? [] : [`${image} n’est ni sur ce serveur ni au registre.`]
    }
    return inRegistry().catch((error: Error) => [`${image} n’est pas sur ce serveur. ${error.message}`])
  })
  return (await Promise.all(faults)).flat()
}
