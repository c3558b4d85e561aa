import type { Environment } from '../environment/environment.ts'
import { Failure } from '../failure.ts'
import type { RunningRelease } from '../release/colours.ts'
import type { Release } from '../release/release.ts'

export const causes = ['push', 'manual', 'polling'] as const
type DeploymentCause = (typeof causes)[number]

export const causeWords: Record<DeploymentCause, string> = {
  push: 'poussée',
  manual: 'à la main',
  polling: 'scrutation du dépôt',
}

/** Who approved a deployment. `build`: where in Jenkins (`main #42`); null for the person at this terminal. */
export type Approval = { by: string; build: string | null }

/** A commit that is to be deployed, at whose request and with which approvals. */
export type Deployment = {
  environment: Environment
  branch: string
  commit: string
  cause: DeploymentCause
  repository: string
  /** null when no approval was asked for, or none was given */
  approval: Approval | null
  /** whether a migration that the running release cannot live with may be applied, behind the maintenance page */
  approvedBreaking: boolean
  /** the folder in which results are left: JUnit files, and the page of the run */
  report: string | null
  /** what the person who approves was shown first, in French; warnings stop nothing */
  warnings: readonly string[]
}

/** @param former what served before, and is kept for an instant rollback; null after the first deployment */
export type DeploymentResult = { release: Release; former: RunningRelease | null; warnings: string[] }

/**
 * Refuses migrations that the running release cannot live with, unless they were approved.
 * @throws a Failure that names them
 */
export function expectApproved(breaking: string[], { approvedBreaking }: Deployment): void {
  if (!breaking.length || approvedBreaking) return
  throw new Failure(
    'not-approved',
    `${breaking.join(', ')} : la version en service ne peut pas vivre avec ce schéma.`,
    {
      hint:
        "--approve-breaking l'applique derrière la page de maintenance ; un retour en arrière rend alors la base d'avant, " +
        'et perd ce qui a été joué depuis.',
    },
  )
}
