import type { Environment } from '../../environment/environment.ts'
import type { StepNodes } from '../../procedure/procedure.ts'
import type { RollbackScope } from '../../release/earlier/release-before.ts'
import type { LaunchNodes } from '../../release/launch.ts'

/** The nodes of a rollback: 4.1 in dev, 4.2 in preprod, 4.3 in prod. `find`: what served before. */
type RollbackNodes = LaunchNodes & {
  find: StepNodes
  /** the same by the versions.json of a rollback point */
  findPoint: StepNodes
}

const dev: RollbackNodes = {
  find: ['4.1/D', '4.1/J'],
  findPoint: ['4.1/D', '4.1/J'],
  folder: '4.1/J',
  pull: '4.1/K',
  activate: '4.1/L',
  logs: '4.1/M',
  health: ['4.1/S', '4.1/T'],
  goBack: ['4.1/U', '4.1/W'],
  journeys: '4.1/S',
  done: ['4.1/V', '4.1/X'],
}

const preprod: RollbackNodes = {
  find: ['4.2/H', '4.2/L'],
  findPoint: ['4.2/H', '4.2/L'],
  folder: '4.2/N',
  pull: '4.2/M',
  activate: '4.2/O',
  health: '4.2/AB',
  goBack: ['4.2/AE', '4.2/AG'],
  journeys: ['4.2/AC', '4.2/AD'],
  done: '4.2/AF',
}

const prod = {
  find: '4.3/L',
  findPoint: ['4.3/L', '4.3/M'],
  health: ['4.3/AO', '4.3/AP'],
  goBack: '4.3/AU',
  journeys: '4.3/AT',
  done: '4.3/AV',
} as const

export const rollbackNodes: Record<Environment, Record<RollbackScope, RollbackNodes>> = {
  dev: { full: dev, backend: dev, frontend: dev },
  preprod: { full: preprod, backend: preprod, frontend: preprod },
  prod: {
    full: { ...prod, folder: ['4.3/O', '4.3/AA'], pull: ['4.3/V', '4.3/W', '4.3/X'], activate: '4.3/AB' },
    backend: { ...prod, folder: '4.3/P', pull: '4.3/AD', activate: '4.3/AE' },
    frontend: { ...prod, folder: '4.3/Q', pull: '4.3/AF', activate: '4.3/AG' },
  },
}
