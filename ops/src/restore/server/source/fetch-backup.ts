import { basename, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { type Backup, fileOf, folderOf } from '../../../archive/backups.ts'
import { writeManifest } from '../../../archive/copies.ts'
import type { BackupManifest, BackupPiece } from '../../../archive/manifest.ts'
import { unseal } from '../../../archive/stores/seal.ts'
import { arrivalFault } from '../../../archive/stores/send-piece.ts'
import { NotThere, type Store } from '../../../archive/stores/store.ts'
import type { Home } from '../../../environment/home.ts'
import { inBytes, noRoom, spaceAt } from '../../../tools/free-space.ts'
import type { Tools } from '../../../tools/tools.ts'

type BackupFetch = {
  store: Store
  identities: readonly string[]
  home: Home
  tools: Pick<Tools, 'files'>
  signal: AbortSignal
  tell(said: string): void
}

/** How many times larger a database with its indexes is than its compressed dump, roughly. */
const UNFOLDED = 6

/**
 * Fetches a backup, which then is one of this server's own: each piece is opened as it arrives and compared with what was
 * saved. What an interrupted try has fetched is not fetched again.
 * @returns the backup; or what is damaged, in French, so that an older one can be tried
 * @throws a Failure when the destination does not answer, or when there is no room
 */
export async function fetchBackup(manifest: BackupManifest, fetch: BackupFetch): Promise<Backup | { damaged: string }> {
  const { home, tools, tell } = fetch
  const { whole, half } = folderOf(home, manifest.name)
  expectRoom(manifest, home)
  await tools.files.makeFolder(half, 0o700)
  await tools.files.makeFolder(home.backups.images, 0o700)
  let arrived = 0
  for (const piece of manifest.pieces) {
    const fault = await fetchPiece(piece, fileOf(home, half, piece), manifest, fetch)
    if (fault) return { damaged: fault }
    arrived += piece.bytes
    tell(`${basename(piece.name)}, ${inBytes(arrived)}`)
  }
  await writeManifest(manifest, half, tools)
  await tools.files.remove(whole)
  await tools.files.move(half, whole)
  tell(`${manifest.pieces.length} fichiers, ${inBytes(arrived)}, tels qu’ils furent sauvegardés`)
  return { ...manifest, folder: whole }
}

/** Returns how much disk fetching and restoring a backup takes at most, in bytes. */
export function bytesNeeded({ pieces }: Pick<BackupManifest, 'pieces'>): number {
  const factors: Partial<Record<BackupPiece['kind'], number>> = { database: 1 + UNFOLDED, image: 4, configuration: 2 }
  return pieces.reduce((sum, { kind, bytes }) => sum + bytes * (factors[kind] ?? 1), 0)
}

function expectRoom(manifest: BackupManifest, home: Home): void {
  const [space, needed] = [spaceAt(home.backups.daily), bytesNeeded(manifest)]
  if (space.free < needed) throw noRoom(space, `et il en faut ${inBytes(needed)}`)
}

/** Returns what is wrong with the piece at the destination, in French; null once its file is here. */
export async function fetchPiece(
  piece: BackupPiece,
  file: string,
  manifest: BackupManifest,
  { store, identities, signal, tools: { files } }: Pick<BackupFetch, 'store' | 'identities' | 'signal' | 'tools'>,
): Promise<string | null> {
  const isHere = await files.fingerprint(file).then(
    ({ sha256 }) => sha256 === piece.sha256,
    () => false,
  )
  if (isHere) return null
  const sealed = manifest.copies[store.name]?.sealed[piece.name]
  if (!sealed) return `${piece.name} n’est pas dans son manifeste`
  try {
    const opened = await unseal(await store.get(sealed.key, signal), identities)
    const { sha256 } = await files.receive(file, into => pipeline(opened, into, { signal }), 0o600)
    if (sha256 === piece.sha256) return null
    await files.remove(file)
    return `${join(manifest.name, piece.name)}, une fois ouvert, n’est pas le fichier qui fut sauvegardé`
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof NotThere) return error.message
    // Only reading it as a whole distinguishes damage from a broken connection.
    const fault = await arrivalFault(store, sealed, signal)
    if (fault) return fault
    throw error
  }
}
