import type { Environment } from '../../environment/environment.ts'
import type { StepNodes } from '../../procedure/procedure.ts'
import { rollbackNodes } from '../release/nodes.ts'

/** The nodes at which the infrastructure comes back. */
type InfraNodes = Record<'look' | 'files' | 'certificate' | 'restart' | 'health' | 'journeys' | 'done', StepNodes>

const { dev, preprod, prod } = rollbackNodes

/** 4.2 alone draws this way; elsewhere its steps stand where those of a full way back stand. */
export const infraNodes: Record<Environment, InfraNodes> = {
  dev: { ...dev.full, look: dev.full.find, files: '4.1/L', certificate: '4.1/L', restart: '4.1/L' },
  preprod: {
    ...preprod.full,
    look: ['4.2/K', '4.2/X'],
    files: '4.2/Y',
    certificate: '4.2/Z',
    restart: '4.2/AA',
  },
  prod: { ...prod.full, look: prod.full.find, files: '4.3/AA', certificate: '4.3/AA', restart: '4.3/AB' },
}
