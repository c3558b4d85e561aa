import type { Target } from '../../../environment/target.ts'
import { Failure } from '../../../failure.ts'
import { utcMillisecond, utcSecond } from '../../../time/words.ts'
import { type ArchiveRepository, type BaseBackup, titleOf } from '../repository.ts'
import type { ArchivedWal, WalChain, WalHole } from '../wal/follow-chain.ts'
import { placeOf } from '../wal/names.ts'
import type { RepositoryWal } from '../wal/segments.ts'
import { passes } from '../wal/timelines.ts'

type HoleFound = {
  target: Target
  base: BaseBackup
  wal: ArchivedWal
  chain: WalChain & { reaches: 'hole'; hole: WalHole }
  shelves: readonly { repository: ArchiveRepository; backups: BaseBackup[]; wal: RepositoryWal }[]
  /** why other repositories were not read */
  silent: readonly string[]
  to: unknown
}

/** WAL is whole nowhere between a base backup and the moment that was wanted. */
export class ArchiveHole extends Failure {
  readonly segment: string
  /** the last moment that can be asked for; null if the base backup itself lacks this segment */
  readonly lastGood: Date | null
  constructor({ target, base, wal, chain, shelves, silent, to }: HoleFound) {
    const { segment, faults } = chain.hole
    const lastGood = placeOf(segment) > placeOf(base.wal.stop) ? lastGoodMoment(base, chain) : null
    const where = faults.map(({ repository, why }) => `${why} dans ${titleOf(repository, target)}`).join(' et ')
    const before = to instanceof Date ? utcSecond(to) : 'sa fin'
    super(
      'damaged',
      [
        `Le WAL a un trou avant ${before} : le segment ${segment} ${where}.`,
        lastGood
          ? `Dernier bon moment : ${utcMillisecond(lastGood)}.`
          : `La sauvegarde de base ${base.label} en a besoin.`,
        ...silent,
        ...shelves.map(shelf => whatFollows(shelf, { segment, wal, target })),
      ].join('\n'),
      { hint: lastGood ? wayOut(target, lastGood) : null },
    )
    this.segment = segment
    this.lastGood = lastGood
  }
}

/** PostgreSQL stops at a moment only where it meets a transaction after it. */
const lastGoodMoment = ({ at }: BaseBackup, { lastTransactionAt }: WalChain) =>
  new Date(Math.max(at.getTime(), (lastTransactionAt?.getTime() ?? 0) - 1))

const wayOut = ({ home: { environment } }: Target, lastGood: Date) =>
  `tiptop restore ${environment} --to "${utcMillisecond(lastGood)}" rend ce qui précède le trou ; ce qui le suit ne revient que par une sauvegarde de base qui est après lui.`

/** What a repository has after a hole. */
function whatFollows(
  { repository, backups, wal: { segments } }: HoleFound['shelves'][number],
  { segment, wal, target }: { segment: string; wal: ArchivedWal; target: Target },
): string {
  const later = segments.filter(({ name }) => passes(wal.way, name) && placeOf(name) > placeOf(segment))
  const until = later
    .map(({ arrivedAt }) => arrivedAt)
    .sort((one, other) => +one - +other)
    .at(-1)
  const bases = backups.filter(({ wal: { start } }) => placeOf(start) > placeOf(segment))
  const said = [
    ...(until ? [`${later.length} segment(s), jusqu’au ${utcSecond(until)}`] : []),
    ...bases.map(({ label, at }) => `la sauvegarde de base ${label}, du ${utcSecond(at)}`),
  ]
  return `Après le trou, ${titleOf(repository, target)} a ${said.join(' et ') || 'plus rien'}.`
}
