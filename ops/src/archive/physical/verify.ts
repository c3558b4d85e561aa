import { join } from 'node:path'
import { z } from 'zod'
import type { Home } from '../../environment/home.ts'
import type { Target } from '../../environment/target.ts'
import { DamagedFile, orDamage } from '../../state/damaged-file.ts'
import { readState } from '../../state/read-state.ts'
import { writeState } from '../../state/write-state.ts'
import { pgbackrest } from '../../tools/pgbackrest.ts'
import type { Tools } from '../../tools/tools.ts'
import { type ArchiveRepository, numberOf } from './repository.ts'
import type { ArchiveReader } from './wal/read-segment.ts'
import type { WalSegment } from './wal/segments.ts'

const holeShape = z.object({ segment: z.string(), until: z.iso.datetime() })
const verifiedShape = z.record(
  z.string(),
  z.object({ at: z.iso.datetime(), faults: z.array(z.string()), holes: z.array(holeShape).default([]) }),
)

/** A segment that a repository lacks, or has damaged; `until`: when the one before it arrived. */
export type NotedHole = z.infer<typeof holeShape>

/** When each repository was last read back, what was wrong with it then or in a sample since, and where its WAL has holes. */
export type RepositoryVerifications = z.infer<typeof verifiedShape>

/** Names each bad file. */
const WORDY = ['--output=text', '--verbose', '--log-level-console=info']
const VERIFY_AGAIN = 'La prochaine vérification le refait (tiptop backup verify).'
const fileOf = (home: Home) => join(home.backups.physical, 'verified.json')

/**
 * Reads a repository back: every file of its base backups and every segment of WAL, or those of one base backup.
 * Remembers what it found. @returns what is wrong, in French; nothing when all is well
 */
export async function verifyRepository(
  { target, repository, label }: { target: Target; repository: ArchiveRepository; label?: string },
  { shell, files, now }: Pick<Tools, 'shell' | 'files' | 'now'>,
  signal: AbortSignal,
): Promise<string[]> {
  const { home } = target
  const words = [`--repo=${numberOf(repository)}`, ...WORDY]
  const only = label ? [`--set=${label}`] : []
  const said = await shell.run(pgbackrest(home.database, ...words, ...only, 'verify'), {
    signal,
    pretend: 'status: ok',
  })
  const faults = verifyFaults(said)
  await note(home, repository, { at: now().toISOString(), faults }, { files })
  return faults
}

/** Writes down what a reading has shown of a repository; what it does not say stays. */
export async function note(
  home: Home,
  repository: ArchiveRepository,
  found: Partial<RepositoryVerifications[string]> & { at: string },
  { files }: Pick<Tools, 'files'>,
): Promise<void> {
  const before = await knownOf(home)
  const all = { ...before, [repository]: { faults: [], holes: [], ...before[repository], ...found } }
  await files.makeFolder(home.backups.physical, 0o700)
  await writeState(fileOf(home), all, files, 0o600)
}

/** What the last verifications found, or nothing when their file is damaged: the next reading writes another one. */
export async function knownOf(home: Home): Promise<RepositoryVerifications> {
  const known = await orDamage(readVerified(home))
  return known instanceof DamagedFile ? {} : known
}

/** What a fault calls the file of a segment, as pgBackRest does. */
export const damagedWords = ({ path }: WalSegment) => `${path.split('/').slice(2).join('/')} est abîmé`

/** Reads every file of a base backup. Remembers nothing. @returns what is wrong, in French */
export async function readBack(
  { container, shell, signal }: ArchiveReader,
  repository: ArchiveRepository,
  label: string,
): Promise<string[]> {
  const words = [`--repo=${numberOf(repository)}`, `--set=${label}`, ...WORDY]
  return verifyFaults(await shell.read(pgbackrest({ container }, ...words, 'verify'), { signal }))
}

/** What the last verifications found; empty before the first. @throws DamagedFile */
export async function readVerified(home: Home): Promise<RepositoryVerifications> {
  return (await readState(fileOf(home), { shape: verifiedShape, hint: VERIFY_AGAIN })) ?? {}
}

/** Reads the faults from pgBackRest's words: it ends with 0 whatever it finds. */
export function verifyFaults(said: string): string[] {
  const bad = [...said.matchAll(/INFO: invalid (?:result|checksum|size|file) '?([^\s':]+)'?/g)].map(
    ([, file = '']) => `${file} est abîmé`,
  )
  const broken = [...said.matchAll(/^\s*backup: (\S+), status: (?!valid)([^,\n]+)/gm)].map(
    ([, label, status]) => `la sauvegarde de base ${label} n’est pas valide (${status})`,
  )
  const faults = [...new Set([...bad, ...broken])]
  const fine = /^\s*status: ok\b/m.test(said) && !/^\s*status: error\b/m.test(said)
  return fine || faults.length
    ? faults
    : [`pgBackRest y trouve une faute : ${said.trim().split('\n').slice(-4).join(' ')}`]
}
