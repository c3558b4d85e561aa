import { type ArchiveRepository, numberOf } from '../repository.ts'

/**
 * What PostgreSQL runs to get each file of the archive: a segment from the repository that has it whole, and what is no
 * segment, as the history of a timeline, from any. pgBackRest alone would take a damaged one from the first that has it.
 * @param sources which repository gives which segment
 */
export function restoreCommand(sources: ReadonlyMap<string, ArchiveRepository>): string {
  const most = [...Map.groupBy(sources, ([, repository]) => repository)].toSorted(
    ([, one], [, other]) => other.length - one.length,
  )
  const [[main] = ['here' as const], ...others] = most
  // What was fetched ahead came from the other repository.
  const exceptions = others.map(
    ([repository, all]) => `${all.map(([name]) => name).join('|')}) ${get(repository, ['--no-archive-async'])};; `,
  )
  return `case "%f" in *.history) pgbackrest archive-get "%f" "%p";; ${exceptions.join('')}*) ${get(main, [])};; esac`
}

const get = (repository: ArchiveRepository, more: readonly string[]) =>
  ['pgbackrest', `--repo=${numberOf(repository)}`, ...more, 'archive-get "%f" "%p"'].join(' ')
