import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { ciStartedAt, rotate } from '../../../scripts/test/ci-clock.ts'

/**
 * The long scenarios come after the others of their group. In CI, where the last ones may find no time left, they take
 * turns at being first.
 */
export class LongLast extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isLong = ({ project }: TestSpecification) => project.name === 'long'
    return [...sorted.filter(file => !isLong(file)), ...inTurn(sorted.filter(isLong))]
  }
}

function inTurn(long: TestSpecification[]): TestSpecification[] {
  if (ciStartedAt(process.env) === null) return long
  const byName = long.toSorted((one, other) => one.moduleId.localeCompare(other.moduleId))
  return rotate(byName, process.env.CI_COMMIT ?? '')
}
