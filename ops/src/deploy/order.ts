import type { Environment } from '../environment/environment.ts'

export const causes = ['push', 'manual', 'polling'] as const

export const causeWords: Record<(typeof causes)[number], string> = {
  push: 'poussée',
  manual: 'à la main',
  polling: 'scrutation du dépôt',
}

/** What a deployment is asked to do. */
export type Order = {
  environment: Environment
  branch: string
  commit: string
  cause: (typeof causes)[number]
  repository: string
  /** who approved it; null when nobody was asked, or nobody answered */
  approvedBy: string | null
  /** whether a migration that the running release cannot live with may be applied, behind the maintenance page */
  approvedBreaking: boolean
  /** where results are left: JUnit files, and the page of the run */
  report: string | null
}
