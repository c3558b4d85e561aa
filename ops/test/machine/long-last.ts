import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { ciStartedAt, rotate } from '../../../scripts/test/ci-clock.ts'

/** In CI the long scenarios take turns at being first, because the last ones may find no time left. */
export class Rotated extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    if (ciStartedAt(process.env) === null) return sorted
    const isLong = ({ project }: TestSpecification) => project.name === 'long'
    const long = sorted.filter(isLong).toSorted((one, other) => one.moduleId.localeCompare(other.moduleId))
    return [...sorted.filter(file => !isLong(file)), ...rotate(long, process.env.CI_COMMIT ?? '')]
  }
}
