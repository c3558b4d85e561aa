import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { type Backup, fileOf } from '../../archive/backups.ts'
import type { BackupPiece } from '../../archive/manifest.ts'
import type { Home } from '../../environment/home.ts'
import { Failure } from '../../failure.ts'
import { readImage } from '../../release/image-names.ts'
import type { Piece as Part } from '../../release/release.ts'
import { inBytes } from '../../tools/free-space.ts'
import type { Tools } from '../../tools/tools.ts'
import type { MakePieces } from '../making.ts'

type ImageTools = Pick<Tools, 'shell' | 'files'>

/** Half the time of zlib's own choice, and 6 % more to keep: the night works beside players. */
const GZIP_LEVEL = 3

/**
 * Saves the images that serve, by digest, beside the backups: one that is there already with the content that a former
 * backup noted is not saved again.
 * @param former the backups that are there
 */
export function saveImages(former: readonly Backup[]): MakePieces {
  return async (step, { target: { home }, tools, running, keepImages }) => {
    const images = await step('3.1/P', 'Relever les images en production', async ({ tell, signal }) => {
      await keepImages(signal)
      tell(running ? `version ${running.release.version}` : 'rien ne sert encore')
      return running?.release.images
    })
    const save = async (part: Part) => {
      const title = `Enregistrer l'image du ${part}`
      return step([part === 'backend' ? '3.1/Q' : '3.1/R', '3.1/S'], title, async ({ tell, signal }) => {
        const image = images?.[part]
        if (!image) return tell('il n’y en a pas')
        const kept = await keptAlready(home, pieceOf(image), former, tools)
        const { saved, how } = kept
          ? { saved: kept, how: 'elle y est déjà' }
          : { saved: await saveImage(home, image, tools, signal), how: 'enregistrée' }
        tell(`${how}, ${inBytes(saved.bytes)}`)
        return saved
      })
    }
    const pieces = [await save('backend'), await save('frontend')].filter(piece => piece !== undefined)
    // Both parts may be one image.
    return [...new Map(pieces.map(piece => [piece.name, piece])).values()]
  }
}

/** How much room saving these images takes at most; nothing for those that are there. */
export async function bytesToSave(
  images: readonly string[],
  former: readonly Backup[],
  { shell }: Pick<Tools, 'shell'>,
): Promise<number> {
  const sizes = images.map(async image => (knownOf(pieceOf(image).name, former) ? 0 : sizeOfImage(image, shell)))
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
}

/** @throws an Error in French when the engine does not have it, which runs it */
async function sizeOfImage(image: string, shell: Tools['shell']): Promise<number> {
  const look = shell.read(['docker', 'image', 'inspect', '--format', '{{.Size}}', image])
  const said = await look.catch((error: Error) => {
    throw new Failure('not-there', `${image} sert, et Docker ne l'a plus sous cette empreinte.`, {
      hint: `docker pull ${image}, puis recommencez.`,
      cause: error,
    })
  })
  return Number(said)
}

function pieceOf(image: string): Pick<BackupPiece, 'name' | 'kind'> {
  const { digest } = readImage(image)
  return { name: `images/${digest.replace('sha256:', '')}.tar.gz`, kind: 'image' }
}

const knownOf = (name: string, former: readonly Backup[]) =>
  former.flatMap(({ pieces }) => pieces).find(piece => piece.name === name)

/** Read from its first to its last byte: what a disk lost since is saved again. */
async function keptAlready(
  home: Home,
  piece: Pick<BackupPiece, 'name' | 'kind'>,
  former: readonly Backup[],
  { files }: ImageTools,
): Promise<BackupPiece | null> {
  const known = knownOf(piece.name, former)
  const found = known && (await files.fingerprint(fileOf(home, '', piece)).catch(() => null))
  return found?.sha256 === known?.sha256 ? (known ?? null) : null
}

async function saveImage(
  home: Home,
  image: string,
  { shell, files }: ImageTools,
  signal: AbortSignal,
): Promise<BackupPiece> {
  const piece = pieceOf(image)
  await files.makeFolder(home.backups.images, 0o700)
  const fingerprint = await files.receive(
    fileOf(home, '', piece),
    async into => {
      const gzip = createGzip({ level: GZIP_LEVEL })
      const save = async () => {
        await shell.run(['docker', 'save', image], { output: gzip, signal })
        gzip.end()
      }
      await Promise.all([save(), pipeline(gzip, into)])
    },
    0o600,
  )
  return { ...piece, ...fingerprint }
}
