import { stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Home } from '../environment/home.ts'
import { DamagedFile, orDamage } from '../state/damaged-file.ts'
import { namesIn, readState } from '../state/read-state.ts'
import { momentBehind, stampOf } from '../time/stamp.ts'
import type { Files } from '../tools/files.ts'
import { type BackupManifest, type BackupPiece, type ForeignCopy, isBackupName, manifestShape } from './manifest.ts'

/** A whole backup of a night. Its files are in `folder`, its images beside all backups. */
export type Backup = BackupManifest & { folder: string }

export const MANIFEST = 'manifest.json'
/** The folder of a backup in the making ends with this. It is no backup yet; a killed run leaves it behind. */
export const HALF = '.partial'

export function folderOf(home: Home, name: string): { whole: string; half: string } {
  const whole = join(home.backups.daily, name)
  return { whole, half: `${whole}${HALF}` }
}

/** The file of a piece on this server. */
export function fileOf(home: Home, folder: string, piece: Pick<BackupPiece, 'name' | 'kind'>): string {
  return piece.kind === 'image' ? join(home.backups.images, basename(piece.name)) : join(folder, piece.name)
}

/** A name behind those of all backups. */
export async function freeName(home: Home, now: Date): Promise<string> {
  const taken = (await foldersOf(home)).map(folder => basename(folder, HALF)).filter(isBackupName)
  return stampOf(momentBehind(taken, now))
}

/** Lists the whole backups of an environment's nights, daily and weekly ones, the newest first. */
export async function listBackups(home: Home): Promise<Backup[]> {
  const folders = (await foldersOf(home)).filter(folder => isBackupName(basename(folder)))
  const found = await Promise.all(folders.map(folder => readBackup(home, folder)))
  const whole = found.filter(backup => backup !== null).sort((a, b) => b.name.localeCompare(a.name))
  return [...new Map(whole.toReversed().map(backup => [backup.name, backup])).values()].reverse()
}

/** @returns null when no backup is there, or when a file of it is missing or has another size than it was given */
export async function readBackup(home: Home, folder: string): Promise<Backup | null> {
  const manifest = await readManifest(folder)
  if (manifest?.name !== basename(folder) || manifest.environment !== home.environment) return null
  const sizes = await Promise.all(manifest.pieces.map(piece => sizeOf(fileOf(home, folder, piece))))
  return manifest.pieces.every(({ bytes }, place) => sizes[place] === bytes) ? { ...manifest, folder } : null
}

/** The folders of backups that are not whole: broken off, or damaged since. */
export async function listBroken(home: Home): Promise<string[]> {
  const [whole, foreign] = await Promise.all([listBackups(home), listForeignBackups(home)])
  const others = new Set([...whole, ...foreign].map(({ name }) => name))
  const isOurs = (folder: string) => isBackupName(basename(folder, HALF))
  return (await foldersOf(home)).filter(folder => isOurs(folder) && !others.has(basename(folder))).sort()
}

/** The backups among those of an environment that say that they are of another one. */
export async function listForeignBackups(home: Home): Promise<ForeignCopy[]> {
  const folders = (await foldersOf(home)).filter(folder => isBackupName(basename(folder)))
  const manifests = await Promise.all(folders.map(readManifest))
  return manifests.flatMap((manifest, place) =>
    manifest && manifest.environment !== home.environment
      ? [{ name: basename(folders[place] ?? ''), environment: manifest.environment }]
      : [],
  )
}

async function readManifest(folder: string): Promise<BackupManifest | null> {
  const manifest = await orDamage(readState(join(folder, MANIFEST), { shape: manifestShape }))
  return manifest instanceof DamagedFile ? null : manifest
}

/** Removes the backups that broke off. @returns their names */
export async function discardHalves(home: Home, { remove }: Pick<Files, 'remove'>): Promise<string[]> {
  const halves = (await foldersOf(home)).filter(folder => folder.endsWith(HALF) && isBackupName(basename(folder, HALF)))
  for (const folder of halves) await remove(folder)
  return halves.map(folder => basename(folder, HALF)).sort()
}

/** What a backup takes on the disk without its images, which others may share. */
export function ownBytes({ pieces }: Pick<BackupManifest, 'pieces'>): number {
  return pieces.reduce((sum, { kind, bytes }) => (kind === 'image' ? sum : sum + bytes), 0)
}

async function foldersOf({ backups }: Home): Promise<string[]> {
  const inside = async (place: string) => (await namesIn(place)).map(name => join(place, name))
  return (await Promise.all([backups.daily, backups.weekly].map(inside))).flat()
}

async function sizeOf(file: string): Promise<number | null> {
  return stat(file).then(
    ({ size }) => size,
    () => null,
  )
}
