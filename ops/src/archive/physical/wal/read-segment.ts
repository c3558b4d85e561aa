import { createHash } from 'node:crypto'
import { PassThrough } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { zstdDecompress } from 'node:zlib'
import { pgbackrest } from '../../../tools/pgbackrest.ts'
import { CommandFailed, type Shell } from '../../../tools/shell.ts'
import { type ArchiveRepository, numberOf } from '../repository.ts'
import { folderOf, type WalSegment } from './segments.ts'
import { lastTransactionIn } from './transactions.ts'

/** A segment as it was read; `why`: what is wrong with it, in French. */
export type SegmentReading = { whole: true; lastTransactionAt: Date | null } | { whole: false; why: string }

/** A container in which pgBackRest answers, and what runs programs in it. */
export type ArchiveReader = { container: string; shell: Pick<Shell, 'read'>; signal: AbortSignal }

const decompress = promisify(zstdDecompress)
export const DAMAGED = 'est abîmé'
/** The exit codes of pgBackRest for a file that is gone since it was listed, and for one that cannot be deciphered. */
const WHY_NOT: Record<number, string> = { 55: 'manque', 95: DAMAGED }
/** A damaged file may claim to hold anything. */
const MOST_BYTES = 64 * 1024 * 1024

/**
 * Reads a segment of WAL from a repository, opens it, and compares it with the SHA-1 that its name holds. pgBackRest itself
 * compares nothing when it gives a segment back to PostgreSQL, which takes a damaged one for the end of all WAL.
 * @throws a Failure when the repository does not answer
 */
export async function readSegment(
  reader: ArchiveReader,
  repository: ArchiveRepository,
  segment: WalSegment,
): Promise<SegmentReading> {
  try {
    return await openSegment(await fetchFile(reader, repository, segment.path), segment)
  } catch (error) {
    const why = error instanceof CommandFailed && WHY_NOT[error.exitCode ?? 0]
    if (!why) throw error
    return { whole: false, why }
  }
}

/** Opens what a repository keeps of a segment, deciphered but still compressed, and compares it with its SHA-1. */
export async function openSegment(
  content: Buffer,
  { path, sha1 }: Pick<WalSegment, 'path' | 'sha1'>,
): Promise<SegmentReading> {
  const opened = await open(content, path).catch(() => null)
  if (!opened || createHash('sha1').update(opened).digest('hex') !== sha1) return { whole: false, why: DAMAGED }
  return { whole: true, lastTransactionAt: lastTransactionIn(opened) }
}

const open = async (content: Buffer, path: string) =>
  path.endsWith('.zst') ? decompress(content, { maxOutputLength: MOST_BYTES }) : content

/** Reads where the timelines before this one were left. @throws a Failure when it cannot be read */
export async function readHistory(
  reader: ArchiveReader,
  repository: ArchiveRepository,
  archiveId: string,
  timeline: number,
): Promise<string> {
  const file = `${timeline.toString(16).toUpperCase().padStart(8, '0')}.history`
  return (await fetchFile(reader, repository, `${folderOf(archiveId)}/${file}`)).toString()
}

async function fetchFile({ container, shell, signal }: ArchiveReader, repository: ArchiveRepository, path: string) {
  const output = new PassThrough()
  const words = [`--repo=${numberOf(repository)}`, '--log-level-console=off', '--log-level-stderr=error']
  const sent = shell.read(pgbackrest({ container }, ...words, 'repo-get', path), { output, signal })
  const [, content] = await Promise.all([sent, buffer(output)])
  return content
}
