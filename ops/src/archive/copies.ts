import { join } from 'node:path'
import { writeState } from '../state/write-state.ts'
import type { Tools } from '../tools/tools.ts'
import { type Backup, MANIFEST } from './backups.ts'
import type { BackupManifest } from './manifest.ts'

type BackupCopy = BackupManifest['copies'][string]

/** The manifest of a backup as it is once a copy of it is there: without the folder, which no manifest says. */
export function withCopy(
  { folder, ...manifest }: Backup,
  store: string,
  { sealed, recipients, secretRecipients, provenAt }: BackupCopy,
): BackupManifest {
  const copy = { sealed, recipients, ...(secretRecipients && { secretRecipients }), provenAt }
  return { ...manifest, copies: { ...manifest.copies, [store]: copy } }
}

/** Writes down on this server that a copy is there, and was read back. */
export async function noteCopy(
  backup: Backup,
  store: string,
  copy: BackupCopy,
  { tools }: { tools: Pick<Tools, 'files'> },
): Promise<Backup> {
  const manifest = withCopy(backup, store, copy)
  await writeManifest(manifest, backup.folder, tools)
  return { ...manifest, folder: backup.folder }
}

export async function writeManifest(
  manifest: BackupManifest,
  folder: string,
  { files }: Pick<Tools, 'files'>,
): Promise<void> {
  await writeState(join(folder, MANIFEST), manifest, files, 0o600)
}

export function manifestText(manifest: BackupManifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`
}
