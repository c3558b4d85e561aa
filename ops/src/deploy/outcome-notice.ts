import { withHint } from '../failure.ts'
import type { Ending } from '../procedure/procedure.ts'
import type { Run } from '../runs/runs.ts'
import { durationWords } from '../time/duration.ts'
import { utcMinute } from '../time/words.ts'
import type { Notice } from '../tools/notices.ts'
import type { Deployed } from './deploy.ts'
import { causeWords, type Order } from './order.ts'

type Asked = Pick<Order, 'environment' | 'branch' | 'commit' | 'cause' | 'approvedBy'>

/**
 * What the people on call are told of a deployment: how it ended first, then what was deployed, by whom, and where and
 * why it failed.
 * @param page where the run can be looked at; without one the command that shows it is named
 */
export function outcomeNotice(order: Asked, page: string | null = null) {
  return (ending: Ending<Pick<Deployed, 'release' | 'former' | 'warnings'>>, run: Run): Notice => ({
    severity: severityOf(ending),
    subject: `[${order.environment}] ${subjectOf(ending, order)}`,
    text: [...factsOf(order, run), ...(ending.outcome === 'done' ? arrived(ending.value) : failure(ending.error, run))]
      .concat(`Déroulement : ${page ?? `tiptop runs show ${run.name}`}`)
      .join('\n'),
  })
}

type Ended = Ending<Pick<Deployed, 'release' | 'former' | 'warnings'>>

function severityOf(ending: Ended): Notice['severity'] {
  if (ending.outcome === 'done') return ending.value.warnings.length ? 'warning' : 'info'
  return ending.outcome === 'failed' ? 'warning' : 'alert'
}

function subjectOf(ending: Ended, { branch, commit }: Asked): string {
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

function factsOf({ environment, branch, commit, cause, approvedBy }: Asked, { by, ms, startedAt }: Run): string[] {
  const agreed = approvedBy ? `, avec l’accord de ${approvedBy}` : ''
  return [
    `Environnement : ${environment}`,
    `Commit : ${commit}, branche ${branch}`,
    `Lancé par : ${by} (${causeWords[cause]})${agreed}`,
    `Début : ${utcMinute(startedAt)}${ms === null ? '' : `, durée ${durationWords(ms)}`}`,
  ]
}

function arrived({ release, former, warnings }: Pick<Deployed, 'release' | 'former' | 'warnings'>): string[] {
  return [
    `En service : ${release.version} (${release.name})`,
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
