import type { Environment } from '../../environment/environment.ts'
import type { RollbackScope } from '../../release/earlier/release-before.ts'
import { pieces } from '../../release/release.ts'

/** The scopes of a rollback, as the command line has them. */
export const scopes: readonly RollbackScope[] = ['full', ...pieces]

export const scopeWords: Record<RollbackScope, string> = {
  full: 'complet',
  backend: 'backend seul',
  frontend: 'frontend seul',
}

/** Whether sign-in, play and handover are tried after a way back; 4.1 asks for the health of the service alone. */
export const smokeTests: Record<Environment, boolean> = { dev: false, preprod: true, prod: true }
