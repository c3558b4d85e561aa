import type { Environment } from '../../environment/environment.ts'

export type CheckName = 'lint' | 'tests' | 'quality'

/** What a red check does: the deployment goes on and warns, or stops. */
export type CheckGate = 'warn' | 'stop'

type EnvironmentGates = {
  /** groups of checks, which follow one another; those of a group run side by side */
  checks: readonly Partial<Record<CheckName, CheckGate>>[]
  /** what a dependency that an advisory is about does, unless an exception accepts it for a while */
  advisories: CheckGate
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
    checks: [{ lint: 'warn' }, { tests: 'warn' }],
    advisories: 'warn',
    rollbackPoint: false,
    journeys: false,
    rehearsed: false,
  },
  preprod: {
    checks: [{ lint: 'stop', tests: 'stop' }, { quality: 'warn' }],
    advisories: 'stop',
    rollbackPoint: false,
    journeys: false,
    rehearsed: false,
  },
  prod: {
    checks: [{ lint: 'stop', tests: 'stop', quality: 'warn' }],
    advisories: 'stop',
    rollbackPoint: true,
    journeys: true,
    rehearsed: true,
  },
}
