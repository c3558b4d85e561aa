import type { Environment } from '../../environment/environment.ts'

export type CheckName = 'lint' | 'tests' | 'quality'

/** What a red check does: the deployment goes on and warns, or stops; `skip`: it is not made. */
export type CheckGate = 'warn' | 'stop' | 'skip'

type EnvironmentGates = Record<CheckName, CheckGate> & {
  /** which checks wait for each other: groups follow one another, the checks of a group run side by side */
  order: readonly (readonly CheckName[])[]
  /** whether a rollback point is made even when no migration asks for one */
  rollbackPoint: boolean
  /** whether sign-in, play and handover are tried after the switch */
  journeys: boolean
  /** whether the person who approves is shown that no recent rehearsal has proven the way back */
  rehearsed: boolean
}

/** How strict each environment is: 2.2 goes on with warnings, 2.3 and 2.4 stop; quality only ever warns. */
export const gates: Record<Environment, EnvironmentGates> = {
  dev: {
    lint: 'warn',
    tests: 'warn',
    quality: 'skip',
    order: [['lint'], ['tests']],
    rollbackPoint: false,
    journeys: false,
    rehearsed: false,
  },
  preprod: {
    lint: 'stop',
    tests: 'stop',
    quality: 'warn',
    order: [['lint', 'tests'], ['quality']],
    rollbackPoint: false,
    journeys: false,
    rehearsed: false,
  },
  prod: {
    lint: 'stop',
    tests: 'stop',
    quality: 'warn',
    order: [['lint', 'tests', 'quality']],
    rollbackPoint: true,
    journeys: true,
    rehearsed: true,
  },
}
