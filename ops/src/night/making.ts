import type { Target } from '../environment/target.ts'
import type { RunningRelease } from '../release/colours.ts'
import type { Tools } from '../tools/tools.ts'

/** A backup in the making. It is no backup until its manifest is written. */
export type BackupDraft = {
  target: Target
  tools: Pick<Tools, 'shell' | 'files' | 'now'>
  /** where its files go; removed if anything fails */
  folder: string
  /** the release that serves; null before the first deployment, or when nothing says which one */
  running: RunningRelease | null
  /** keeps every image from being removed until this backup is sent */
  keepImages(signal: AbortSignal): Promise<void>
  /** notes what the backup goes without, for the report of the night */
  warn(said: string): void
}

/** Sends a notice to the people on call. @returns why it did not go out, a sentence in French for each way; empty if it did */
export type SendAlert = (subject: string, text: string) => Promise<string[]>
