import { type Backup, discardHalves, fileOf, folderOf, freeName } from '../archive/backups.ts'
import { writeManifest } from '../archive/copies.ts'
import type { BackupManifest, BackupPiece } from '../archive/manifest.ts'
import type { Step } from '../procedure/procedure.ts'
import { inBytes } from '../tools/free-space.ts'
import type { BackupDraft, MakePieces } from './making.ts'
import { saveConfiguration } from './pieces/configuration.ts'
import { saveImages } from './pieces/images.ts'
import { saveDatabase } from './save-database.ts'

type BackupRequest = Omit<BackupDraft, 'folder' | 'warn'> & {
  former: readonly Backup[]
  alert(subject: string, text: string): Promise<string[]>
  /** what is saved beside database, images and configuration */
  more: readonly MakePieces[]
}

/** A backup on this server, what it had to do without, and how long its parts took. */
export type MadeBackup = { backup: Backup; warnings: string[]; tookMs: Record<'database' | 'files', number> }

/**
 * Makes a backup on this server. It exists from the last step on, when everything was read back; until then, and when
 * anything fails or the program is asked to stop, there is none.
 */
export async function makeBackup(step: Step, job: BackupRequest): Promise<MadeBackup> {
  const { home } = job.target
  try {
    const startedAt = job.tools.now()
    const draft = await step('3.1/G', 'Ouvrir un dossier daté', async ({ tell }) => {
      const { name } = await freeName(home, startedAt)
      await job.tools.files.makeFolder(folderOf(home, name).half, 0o700)
      tell(name)
      return { name, startedAt }
    })
    return await fill(step, draft, job)
  } catch (error) {
    // What cannot be taken away now is taken away by the next run.
    await discardHalves(home, job.tools.files).catch(() => {})
    throw error
  }
}

async function fill(
  step: Step,
  { name, startedAt }: { name: string; startedAt: Date },
  job: BackupRequest,
): Promise<MadeBackup> {
  const { target, tools, running, keepImages } = job
  const folder = folderOf(target.home, name).half
  const warnings: string[] = []
  const making = { target, tools, folder, running, keepImages, warn: (said: string) => void warnings.push(said) }
  const began = performance.now()
  const { piece, database, roles } = await saveDatabase(step, making, job.alert)
  const proven = performance.now()
  const pieces = [piece]
  for (const make of [saveImages(job.former), saveConfiguration(roles), ...job.more])
    pieces.push(...(await make(step, making)))
  const manifest: BackupManifest = {
    version: 1,
    name,
    environment: target.home.environment,
    startedAt: startedAt.toISOString(),
    madeAt: tools.now().toISOString(),
    pieces,
    release: running?.release ?? null,
    database,
    copies: {},
  }
  const tookMs = { database: Math.round(proven - began), files: Math.round(performance.now() - proven) }
  return { backup: await declare(step, manifest, making), warnings: [...new Set(warnings)], tookMs }
}

/** The manifest comes last, and then the name. */
async function declare(step: Step, manifest: BackupManifest, making: BackupDraft): Promise<Backup> {
  return step('3.1/AC', 'Réunir la sauvegarde : tout relire et écrire son manifeste', async ({ tell }) => {
    const { tools, folder, target } = making
    for (const piece of manifest.pieces) await expectWhole(piece, making)
    await writeManifest(manifest, folder, tools)
    const { whole } = folderOf(target.home, manifest.name)
    await tools.files.move(folder, whole)
    tell(`${manifest.pieces.length} fichiers, ${inBytes(manifest.pieces.reduce((sum, { bytes }) => sum + bytes, 0))}`)
    return { ...manifest, folder: whole }
  })
}

async function expectWhole(piece: BackupPiece, { target, folder, tools }: BackupDraft): Promise<void> {
  const file = fileOf(target.home, folder, piece)
  const { sha256 } = await tools.files.fingerprint(file)
  if (sha256 !== piece.sha256) throw new Error(`${file} n'a pas le contenu qui fut écrit : le disque est à vérifier.`)
}
