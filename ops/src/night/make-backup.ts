import { type Backup, discardHalves, fileOf, folderOf, freeName } from '../archive/backups.ts'
import { writeManifest } from '../archive/copies.ts'
import type { BackupLack, BackupManifest, BackupPiece } from '../archive/manifest.ts'
import { Failure } from '../failure.ts'
import type { Step } from '../procedure/procedure.ts'
import { inBytes } from '../tools/free-space.ts'
import type { BackupDraft, SendAlert } from './making.ts'
import { saveConfiguration } from './pieces/configuration.ts'
import { saveImages } from './pieces/images.ts'
import { saveParts } from './pieces/save-parts.ts'
import { saveDatabase } from './save-database.ts'

type BackupRequest = Omit<BackupDraft, 'folder' | 'warn'> & {
  /** the backups that are on this server, the newest first */
  former: readonly Backup[]
  /** what is known not to be saved before it begins */
  lacks: readonly BackupLack[]
  alert: SendAlert
}

/** A backup on this server, with what it goes without and how long its parts took. */
type MadeBackup = { backup: Backup; warnings: string[]; tookMs: Record<'database' | 'files', number> }

/**
 * Makes a backup on this server, from 3.1/G to the manifest at 3.1/AC. The backup exists once its last step has read
 * everything back. If anything fails before, or the program is stopped, its files are removed and there is no backup.
 */
export async function makeBackup(step: Step, request: BackupRequest): Promise<MadeBackup> {
  const { target, tools, running, lacks, former, alert } = request
  const startedAt = tools.now()
  const warnings = new Set<string>()
  const began = performance.now()
  try {
    const { name, folder } = await step('3.1/G', 'Ouvrir un dossier daté', ({ tell }) =>
      openFolder(request, startedAt, tell),
    )
    const draft: BackupDraft = { ...request, folder, warn: said => void warnings.add(said) }
    const { piece, database, roles } = await saveDatabase(step, draft, alert)
    const proven = performance.now()
    const images = await saveImages(step, draft, former)
    const configuration = await saveConfiguration(step, draft, roles)
    const { pieces: parts, without: unsaved } = await saveParts(step, draft)
    const pieces = [piece, ...images, configuration, ...parts]
    const without = [...lacks, ...unsaved]
    const tookMs = { database: Math.round(proven - began), files: Math.round(performance.now() - proven) }
    const backup = await step('3.1/AC', 'Réunir la sauvegarde : tout relire et écrire son manifeste', ({ tell }) =>
      declare(draft, { name, startedAt, pieces, without, release: running?.release ?? null, database }, tell),
    )
    return { backup, warnings: [...warnings], tookMs }
  } catch (error) {
    // What cannot be removed now is removed by the next night.
    await discardHalves(target.home, tools.files).catch(() => {})
    throw error
  }
}

async function openFolder(
  { target: { home }, tools }: BackupRequest,
  startedAt: Date,
  tell: (said: string) => void,
): Promise<{ name: string; folder: string }> {
  const name = await freeName(home, startedAt)
  const { half: folder } = folderOf(home, name)
  await tools.files.makeFolder(folder, 0o700)
  tell(name)
  return { name, folder }
}

type BackupContent = Pick<BackupManifest, 'name' | 'pieces' | 'without' | 'release' | 'database'> & { startedAt: Date }

/** Reads everything back, then writes the manifest. The folder gets its name last: from then on it is a backup. */
async function declare(
  draft: BackupDraft,
  { startedAt, ...content }: BackupContent,
  tell: (said: string) => void,
): Promise<Backup> {
  const { tools, folder, target } = draft
  const { name, pieces } = content
  for (const piece of pieces) await expectWhole(piece, draft)
  const manifest: BackupManifest = {
    version: 1,
    ...content,
    environment: target.home.environment,
    startedAt: startedAt.toISOString(),
    madeAt: tools.now().toISOString(),
    copies: {},
  }
  await writeManifest(manifest, folder, tools)
  const { whole } = folderOf(target.home, name)
  await tools.files.move(folder, whole)
  tell(`${pieces.length} fichiers, ${inBytes(pieces.reduce((sum, { bytes }) => sum + bytes, 0))}`)
  return { ...manifest, folder: whole }
}

async function expectWhole(piece: BackupPiece, { target, folder, tools }: BackupDraft): Promise<void> {
  const file = fileOf(target.home, folder, piece)
  const { sha256 } = await tools.files.fingerprint(file)
  if (sha256 !== piece.sha256)
    throw new Failure('damaged', `${file} n'a pas le contenu qui fut écrit : le disque est à vérifier.`, {
      hint: 'dmesg et smartctl disent ce qu’il a ; les sauvegardes d’ailleurs n’en dépendent pas.',
    })
}
