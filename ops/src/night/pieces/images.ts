import type { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { type Backup, fileOf } from '../../archive/backups.ts'
import type { BackupPiece } from '../../archive/manifest.ts'
import { Failure } from '../../failure.ts'
import type { Step } from '../../procedure/procedure.ts'
import { readImage } from '../../release/image-names.ts'
import type { ApplicationPiece } from '../../release/release.ts'
import { inBytes } from '../../tools/free-space.ts'
import type { Tools } from '../../tools/tools.ts'
import type { BackupDraft } from '../making.ts'

/** Half the time of zlib's own choice, and 6 % more to keep: the night works beside players. */
const GZIP_LEVEL = 3

/**
 * Saves the images that serve, by digest, beside the backups: 3.1/P to 3.1/S. An image that is there already, with the
 * content that a former backup noted, is not saved again.
 * @param former the backups that are on this server
 */
export async function saveImages(step: Step, draft: BackupDraft, former: readonly Backup[]): Promise<BackupPiece[]> {
  const { running, keepImages } = draft
  const images = await step('3.1/P', 'Relever les images en production', async ({ tell, signal }) => {
    await keepImages(signal)
    tell(running ? `version ${running.release.version}` : 'aucune version en service n’est connue')
    return running?.release.images
  })
  const save = (part: ApplicationPiece) => {
    const nodes = [part === 'backend' ? '3.1/Q' : '3.1/R', '3.1/S'] as const
    return step(nodes, `Enregistrer l'image du ${part}`, async ({ tell, signal }) => {
      const image = images?.[part]
      if (!image) return tell('il n’y en a pas')
      const kept = await keptAlready(image, draft, former)
      const saved = kept ?? (await saveImage(image, draft, signal))
      tell(`${kept ? 'elle y est déjà' : 'enregistrée'}, ${inBytes(saved.bytes)}`)
      return saved
    })
  }
  const pieces = [await save('backend'), await save('frontend')].filter(piece => piece !== undefined)
  // Both parts may be one image.
  return [...new Map(pieces.map(piece => [piece.name, piece])).values()]
}

/** Returns how many bytes saving these images takes at most. Images that are saved already take none. */
export async function bytesToSave(
  images: readonly string[],
  former: readonly Backup[],
  { shell }: Pick<Tools, 'shell'>,
): Promise<number> {
  const sizes = images.map(async image => (knownOf(pieceOf(image).name, former) ? 0 : sizeOfImage(image, shell)))
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
}

/** @throws a Failure if the engine runs the image and no longer has it under this digest */
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

/** Reads the saved image to its last byte: one that the disk has damaged is saved again. */
async function keptAlready(
  image: string,
  { target: { home }, tools }: BackupDraft,
  former: readonly Backup[],
): Promise<BackupPiece | null> {
  const piece = pieceOf(image)
  const known = knownOf(piece.name, former)
  if (!known) return null
  const found = await tools.files.fingerprint(fileOf(home, '', piece)).catch(() => null)
  return found?.sha256 === known.sha256 ? known : null
}

async function saveImage(
  image: string,
  { target: { home }, tools: { shell, files } }: BackupDraft,
  signal: AbortSignal,
): Promise<BackupPiece> {
  const piece = pieceOf(image)
  await files.makeFolder(home.backups.images, 0o700)
  const write = async (into: Writable) => {
    const gzip = createGzip({ level: GZIP_LEVEL })
    const save = shell.run(['docker', 'save', image], { output: gzip, signal }).then(() => gzip.end())
    await Promise.all([save, pipeline(gzip, into)])
  }
  return { ...piece, ...(await files.receive(fileOf(home, '', piece), write, 0o600)) }
}
