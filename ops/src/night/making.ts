import type { BackupPiece } from '../archive/manifest.ts'
import type { Target } from '../environment/target.ts'
import type { Step } from '../procedure/procedure.ts'
import type { Running } from '../release/colours.ts'
import type { Tools } from '../tools/tools.ts'

/** A backup in the making: nobody's backup until its manifest is there. */
export type BackupDraft = {
  target: Target
  tools: Pick<Tools, 'shell' | 'files' | 'now'>
  /** where its files go; taken away when anything fails */
  folder: string
  /** what serves; null before the first deployment */
  running: Running | null
  /** from here on until this backup was sent, nobody removes an image that it may name */
  keepImages(signal: AbortSignal): Promise<void>
  /** notes what was missed and took nothing away, for whoever reads of this night in the morning */
  warn(said: string): void
}

/** Adds files to a backup, hashed as they were written. @returns what it added; nothing where there is nothing to save */
export type MakePieces = (step: Step, making: BackupDraft) => Promise<BackupPiece[]>
