import type { ShellCommand } from './shell.ts'

/** Argument lists of rclone. What it needs to know about servers, secrets included, is only in the file `config`. */

/** Time limits for a connection and for silence, and how often rclone retries by itself. */
const PATIENCE = ['--contimeout=15s', '--timeout=60s', '--retries=1', '--low-level-retries=3']
/** rclone asks no person, creates no bucket and runs no shell on the other server. */
const MANNERS = ['--ask-password=false', '--s3-no-check-bucket', '--sftp-shell-type=none', '--use-server-modtime']

/** Stores its input as a file. */
export function rcloneReceive(config: string, path: string): ShellCommand {
  return rclone(config, 'rcat', path)
}

/** Prints a file to its output. */
export function rcloneGive(config: string, path: string): ShellCommand {
  return rclone(config, 'cat', path)
}

/** Prints the files below a folder as JSON: `[{ Path, Size, ModTime }]`. */
export function rcloneList(config: string, folder: string): ShellCommand {
  return rclone(config, 'lsjson', '--recursive', '--files-only', '--no-mimetype', folder)
}

/** Prints what a path is as JSON: `{ IsDir }`. Object storage has no folders: there, an unused path counts as one. */
export function rcloneStat(config: string, path: string): ShellCommand {
  return rclone(config, 'lsjson', '--stat', '--no-mimetype', path)
}

/** The remotes that the file describes, as JSON: `{ name: { type } }`. It holds secrets. */
export function rcloneDump(config: string): ShellCommand {
  return rclone(config, 'config', 'dump')
}

export function rcloneRemove(config: string, path: string): ShellCommand {
  return rclone(config, 'deletefile', path)
}

/** rclone's exit codes for a missing folder and a missing file. */
export const NOT_THERE: readonly (number | null)[] = [3, 4]

function rclone(config: string, ...words: string[]): ShellCommand {
  return ['rclone', `--config=${config}`, ...PATIENCE, ...MANNERS, ...words]
}
