import type { Environment } from '../environment/environment.ts'
import type { Settings } from '../environment/settings.ts'
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

/** A commit that is to be deployed, at whose request and with which approvals. */
export type Deployment = {
  environment: Environment
  branch: string
  commit: string
  cause: DeploymentCause
  repository: string
  /** who approved it; null when no approval was asked for, or none was given */
  approvedBy: string | null
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
 * How a deployment was approved and in spite of which warnings, in French.
 * @throws a Failure when the environment asks for a person's approval, and there is none
 */
export function approvalWords(
  { environment, approvedBy, cause, warnings }: Deployment,
  approval: Settings['APPROVAL'],
): string {
  if (approval === 'manual' && !approvedBy)
    throw new Failure('not-approved', `${environment} demande l'accord d'une personne, et personne ne l'a donné.`, {
      hint: "--approved-by nomme qui l'a donné.",
    })
  const how = approval === 'auto' ? `automatique (${causeWords[cause]})` : `donné par ${approvedBy}`
  return [how, ...warnings].join(' ; ')
}

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
