import type { Environment } from '../environment/environment.ts'

/** What a red check does: the deployment goes on and warns, or stops; `skip`: it is not made. */
export type Gate = 'warn' | 'stop' | 'skip'

export type Gates = {
  lint: Gate
  tests: Gate
  quality: Gate
  /** which checks wait for each other: groups follow one another, the checks of a group run side by side */
  order: readonly (readonly ('lint' | 'tests' | 'quality')[])[]
  /** whether a rollback point is made even when no migration asks for one */
  rollbackPoint: boolean
  /** whether sign-in, play and handover are tried after the switch */
  journeys: boolean
  /** whether somebody who agrees is shown that no recent rehearsal has proven the way back */
  rehearsed: boolean
}

/** How strict each environment is: 2.2 goes on with warnings, 2.3 and 2.4 stop; quality only ever warns. */
export const gates: Record<Environment, Gates> = {
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
