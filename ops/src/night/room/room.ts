import { statSync } from 'node:fs'
import { dirname } from 'node:path'
import { type DiskSpace, inBytes } from '../../tools/free-space.ts'

/** How many bytes a backup will take, by disk. */
type RoomNeeds = {
  /** its own files, and images that are not saved yet */
  backup: number
  /** the server into which the copy is restored */
  scratch: number
}

/** A night rarely needs more than this many times the biggest of the last ones. */
const MARGIN = 1.25
const LAST = 7

/**
 * Returns the room that the next backup needs.
 * @param former how many bytes the last backups took without their images, the newest first
 * @param databaseBytes the database on the disk; its dump is smaller
 * @param imageBytes images that are not saved yet, uncompressed
 */
export function needsOf(former: readonly number[], databaseBytes: number, imageBytes: number): RoomNeeds {
  const last = former.slice(0, LAST)
  const own = last.length ? Math.max(...last) * MARGIN : databaseBytes
  return { backup: Math.ceil(own + imageBytes), scratch: Math.ceil(databaseBytes * MARGIN) }
}

type BackupDisk = DiskSpace & { device: number }

/**
 * Returns what is missing on the two disks, which may be the same, as a sentence in French with the figures; null if there
 * is room.
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

/** Returns the number of the disk of this folder; if it does not exist yet, of the disk on which it will be. */
export function deviceOf(folder: string): number {
  return statSync(folder, { throwIfNoEntry: false })?.dev ?? deviceOf(dirname(folder))
}
