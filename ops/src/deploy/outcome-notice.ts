import { withHint } from '../failure.ts'
import type { Ending } from '../procedure/procedure.ts'
import type { Run } from '../runs/runs.ts'
import { durationWords } from '../time/duration.ts'
import { utcMinute } from '../time/words.ts'
import type { Notice } from '../tools/notices.ts'
import { causeWords, type Deployment, type DeploymentResult } from './deployment.ts'

type Announced = Pick<Deployment, 'environment' | 'branch' | 'commit' | 'cause' | 'approval'>
type DeploymentEnding = Ending<DeploymentResult>

/**
 * The notice of a deployment for the people on call: how it ended first, then what was deployed, by whom, and where and
 * why it failed.
 * @param page the address that shows the run; without one the notice names the command that does
 */
export function outcomeNotice(deployment: Announced, page: string | null = null) {
  return (ending: DeploymentEnding, run: Run): Notice => ({
    severity: severityOf(ending),
    subject: `[${deployment.environment}] ${subjectOf(ending, deployment)}`,
    text: [
      ...factsOf(deployment, run),
      ...(ending.outcome === 'done' ? arrived(ending.value) : failure(ending.error, run)),
    ]
      .concat(`Déroulement : ${page ?? `tiptop runs show ${run.name}`}`)
      .join('\n'),
  })
}

function severityOf(ending: DeploymentEnding): Notice['severity'] {
  if (ending.outcome === 'done') return ending.value.warnings.length ? 'warning' : 'info'
  return ending.outcome === 'failed' ? 'warning' : 'alert'
}

function subjectOf(ending: DeploymentEnding, { branch, commit }: Announced): string {
  const what = `le déploiement de ${branch} (${commit.slice(0, 7)})`
  switch (ending.outcome) {
    case 'done': {
      const { release, warnings } = ending.value
      return `version ${release.version} déployée${warnings.length ? `, avec ${counted(warnings.length)}` : ''}`
    }
    case 'failed':
      return `${what} a échoué, rien n’a changé`
    case 'undone':
      return `${what} a échoué et a été défait`
    case 'stuck':
      return `INTERVENTION NÉCESSAIRE : ${what} a échoué et n’a pas pu être défait`
  }
}

const counted = (warnings: number) => (warnings === 1 ? 'un avertissement' : `${warnings} avertissements`)

function factsOf({ environment, branch, commit, cause, approval }: Announced, { by, ms, startedAt }: Run): string[] {
  const agreed = approval ? `, avec l’accord de ${approval.by}${approval.build ? ` (${approval.build})` : ''}` : ''
  return [
    `Environnement : ${environment}`,
    `Commit : ${commit}, branche ${branch}`,
    `Lancé par : ${by} (${causeWords[cause]})${agreed}`,
    `Début : ${utcMinute(startedAt)}${ms === null ? '' : `, durée ${durationWords(ms)}`}`,
  ]
}

function arrived({ release, former, warnings }: DeploymentResult): string[] {
  return [
    `En service : ${release.version} (${release.name})`,
    ...Object.values(release.images).map(image => `Image : ${image}`),
    `Avant : ${former ? `${former.release.version}, gardée pour un retour immédiat` : 'rien, c’est la première version'}`,
    ...warnings.map(warning => `Avertissement : ${warning}`),
  ]
}

function failure(error: Error, { steps }: Run): string[] {
  const failed = steps.findLast(({ kind, state }) => kind === 'step' && state === 'failed')
  const undos = steps.filter(({ kind }) => kind === 'undo')
  return [
    ...(failed ? [`Étape en échec : ${failed.title} [${failed.node}]`] : []),
    `Raison : ${withHint(error)}`,
    ...undos.map(({ state, title, node, detail }) => {
      const what = title.replace(/^défaire : /, '')
      const said = detail ? ` (${detail})` : ''
      return state === 'done'
        ? `Défait : ${what}${said}`
        : `N’a pas pu être défait : ${what} [${node}] : ${detail ?? ''}`
    }),
  ]
}
