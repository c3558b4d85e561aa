import type { Environment } from '../environment/environment.ts'
import type { StepNodes } from '../procedure/procedure.ts'

/** Where a check stands on a diagram: what runs it, and what is said of how it ended. */
export type CheckPath = { run: StepNodes; passed: StepNodes; red: StepNodes }

/** The nodes that a deployment of one environment takes: 2.2, 2.3 and 2.4 are one procedure that differs in these. */
export type Path = {
  start: StepNodes
  approval: StepNodes
  preparation: StepNodes
  install: StepNodes
  lint: CheckPath
  tests: CheckPath
  quality: CheckPath
  settings: StepNodes
  build: StepNodes
  logIn: StepNodes
  push: StepNodes
  folder: StepNodes
  pull: StepNodes
  activate: StepNodes
  health: StepNodes
  rollback: StepNodes
  journeys: StepNodes
  done: StepNodes
}

export const paths: Record<Environment, Path> = {
  dev: {
    start: ['2.2/C', '2.1/F'],
    approval: ['2.2/C', '2.1/F'],
    preparation: ['2.2/D', '2.2/E', '2.2/F', '2.2/G', '2.1/G'],
    install: ['2.2/H', '2.1/Q'],
    lint: { run: ['2.2/I', '2.2/J', '2.1/R'], passed: '2.2/J', red: '2.2/K' },
    tests: { run: ['2.2/L', '2.2/M', '2.1/R'], passed: ['2.2/O', '2.1/S'], red: ['2.2/N', '2.2/O', '2.1/S'] },
    quality: { run: '2.1/R', passed: '2.1/S', red: '2.1/S' },
    settings: '2.1/U',
    build: ['2.2/P', '2.2/Q', '2.1/U'],
    logIn: ['2.2/R', '2.1/V'],
    push: ['2.2/S', '2.2/T', '2.1/V'],
    folder: ['2.2/U', '2.1/W'],
    pull: ['2.2/V', '2.1/W'],
    activate: ['2.2/W', '2.1/W'],
    health: ['2.2/X', '2.2/Y', '2.1/X', '2.1/Y'],
    rollback: '2.1/T',
    journeys: '2.1/X',
    done: ['2.2/AA', '2.1/Z'],
  },
  preprod: {
    start: ['2.3/C', '2.1/F'],
    approval: ['2.3/C', '2.1/F'],
    preparation: ['2.3/D', '2.3/E', '2.3/F', '2.3/G', '2.1/G'],
    install: ['2.3/H', '2.3/I', '2.1/Q'],
    lint: { run: ['2.3/J', '2.3/L', '2.1/R'], passed: '2.3/P', red: ['2.3/N', '2.1/T'] },
    tests: { run: ['2.3/K', '2.3/M', '2.1/R'], passed: ['2.3/Q', '2.3/R', '2.1/S'], red: ['2.3/O', '2.1/T'] },
    quality: { run: ['2.3/T', '2.3/U', '2.3/V'], passed: ['2.3/X', '2.3/Y'], red: ['2.3/W', '2.3/Y'] },
    settings: ['2.3/Z', '2.1/U'],
    build: ['2.3/AA', '2.3/AB', '2.1/U'],
    logIn: ['2.3/AC', '2.1/V'],
    push: ['2.3/AD', '2.1/V'],
    folder: ['2.3/AE', '2.1/W'],
    pull: ['2.3/AF', '2.1/W'],
    activate: ['2.3/AG', '2.1/W'],
    health: ['2.3/AH', '2.3/AI', '2.1/X', '2.1/Y'],
    rollback: ['2.3/AL', '2.1/T'],
    journeys: '2.1/X',
    done: ['2.3/AM', '2.1/Z'],
  },
  prod: {
    start: ['2.4/E', '2.1/F'],
    approval: ['2.4/C', '2.4/D'],
    preparation: ['2.4/F', '2.4/G', '2.4/H', '2.4/I', '2.1/G'],
    install: ['2.4/J', '2.4/K', '2.1/Q'],
    lint: { run: ['2.4/L', '2.4/O', '2.1/R'], passed: ['2.4/T', '2.1/S'], red: ['2.4/R', '2.1/T'] },
    tests: { run: ['2.4/M', '2.4/P', '2.1/R'], passed: ['2.4/T', '2.1/S'], red: ['2.4/R', '2.1/T'] },
    quality: { run: ['2.4/N', '2.4/Q', '2.1/R'], passed: '2.4/T', red: '2.4/S' },
    settings: ['2.4/Z', '2.1/U'],
    build: ['2.4/AA', '2.4/AB', '2.4/AC', '2.1/U'],
    logIn: ['2.4/AD', '2.1/V'],
    push: ['2.4/AE', '2.1/V'],
    folder: ['2.4/AF', '2.1/W'],
    pull: ['2.4/AG', '2.1/W'],
    activate: ['2.4/AH', '2.1/W'],
    health: ['2.4/AI', '2.4/AJ', '2.1/X', '2.1/Y'],
    rollback: ['2.4/AM', '2.4/AN', '2.1/T'],
    journeys: ['2.4/AO', '2.4/AP'],
    done: ['2.4/AQ', '2.1/Z'],
  },
}
