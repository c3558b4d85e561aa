import type { Environment } from '../../environment/environment.ts'

/** What goes back: both images with their configuration, or one image alone. */
export const scopes = ['full', 'backend', 'frontend'] as const
export type RollbackScope = (typeof scopes)[number]

export const scopeWords: Record<RollbackScope, string> = {
  full: 'complet',
  backend: 'backend seul',
  frontend: 'frontend seul',
}

/** Whether sign-in, play and handover are tried after a way back; 4.1 asks for the health of the service alone. */
export const smokeTests: Record<Environment, boolean> = { dev: false, preprod: true, prod: true }
