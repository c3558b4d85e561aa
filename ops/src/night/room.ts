import { statSync } from 'node:fs'
import { dirname } from 'node:path'
import { type DiskSpace, inBytes } from '../tools/free-space.ts'

/** How much a backup will take, where. */
type RoomNeeds = {
  /** of its own files and of images that are not saved yet */
  backup: number
  /** of the server that the copy is restored into */
  scratch: number
}

/** A night rarely needs so much more than the biggest of the last ones. */
const MARGIN = 1.25
const LAST = 7

/**
 * @param former what the last backups took without their images, the newest first
 * @param databaseBytes the database as it lies on the disk; a dump of it is smaller
 * @param imageBytes images that are not saved yet, before they are compressed
 */
export function needsOf(former: readonly number[], databaseBytes: number, imageBytes: number): RoomNeeds {
  const last = former.slice(0, LAST)
  const own = last.length ? Math.max(...last) * MARGIN : databaseBytes
  return { backup: Math.ceil(own + imageBytes), scratch: Math.ceil(databaseBytes * MARGIN) }
}

type BackupDisk = DiskSpace & { device: number }

/**
 * What is missing on one of the two disks, which may be one and the same.
 * @returns a sentence in French with the figures; null when there is room
 */
export function shortage(needs: RoomNeeds, backups: BackupDisk, engine: BackupDisk): string | null {
  const wanted =
    backups.device === engine.device
      ? [{ disk: backups, bytes: needs.backup + needs.scratch }]
      : [
          { disk: backups, bytes: needs.backup },
          { disk: engine, bytes: needs.scratch },
        ]
  const short = wanted.filter(({ disk, bytes }) => disk.free < bytes)
  if (!short.length) return null
  return short
    .map(({ disk, bytes }) => {
      const figures = `${inBytes(disk.free)} libres sur ${inBytes(disk.total)}, et il en faut ${inBytes(bytes)}`
      return `${disk.folder} : ${figures}`
    })
    .join(' ; ')
}

/** Tells one disk from another; of a folder that is not there yet, the disk on which it will be. */
export function deviceOf(folder: string): number {
  return statSync(folder, { throwIfNoEntry: false })?.dev ?? deviceOf(dirname(folder))
}
