import type { Settings } from '../environment/settings.ts'
import { Failure } from '../failure.ts'
import type { Jenkins, JenkinsBuild } from '../tools/jenkins.ts'
import { type Approval, causeWords, type Deployment } from './deployment.ts'
import { environmentOf } from './images/labels.ts'

/** The folder of Jenkins whose jobs deploy, one for each branch: `environments/ci/jenkins/jenkins.yaml`. */
const FOLDER = 'the-tip-top'

type Asked = Pick<Deployment, 'environment' | 'branch' | 'commit' | 'approvedBreaking'>

/**
 * Asks Jenkins who approved this deployment in one of its builds. The name is that of a user who signed in there; it
 * holds while that build runs, for its commit, its environment and its migrations alone.
 * @throws a Failure when the build approves nothing, or something else
 */
export async function readApproval(jenkins: Jenkins | null, asked: Asked, number: number): Promise<Approval> {
  const build = `${asked.branch} #${number}`
  if (!jenkins)
    throw new Failure('not-approved', `Le build ${build} ne se vérifie pas : aucun Jenkins n’est réglé.`, {
      hint: 'Remplissez JENKINS_URL, JENKINS_USER et secrets/jenkins-token, ou donnez votre accord dans un terminal de ce serveur.',
    })
  const which = { folder: FOLDER, job: asked.branch, number }
  const found = await jenkins.build(which, AbortSignal.timeout(60_000))
  const fault = faultOf(found, asked)
  if (fault || !found.approver)
    throw new Failure('not-approved', `Le build ${build} de Jenkins ne vaut pas accord : ${fault}.`, {
      hint: 'Relancez le job et donnez-y votre accord.',
    })
  return { by: found.approver, build }
}

function faultOf(
  { building, approver, commits, parameters }: JenkinsBuild,
  { environment, branch, commit, approvedBreaking }: Asked,
): string | null {
  if (!building) return 'il est terminé'
  if (!approver) return 'personne n’y a donné son accord'
  if (!commits.includes(commit)) return `il n’est pas celui du commit ${commit.slice(0, 7)}`
  const target = parameters.TARGET_ENVIRONMENT || environmentOf(branch)
  if (target !== environment) return `il est pour ${target ?? 'aucun environnement'}, et non pour ${environment}`
  if (approvedBreaking && parameters.APPROVE_BREAKING !== 'true')
    return 'il n’approuve aucune migration qui casse la version en service'
  return null
}

/**
 * How a deployment was approved and in spite of which warnings, in French.
 * @throws a Failure when the environment asks for a person's approval, and there is none
 */
export function approvalWords(
  { environment, approval, cause, warnings }: Deployment,
  asked: Settings['APPROVAL'],
): string {
  if (asked === 'manual' && !approval)
    throw new Failure('not-approved', `${environment} demande l'accord d'une personne, et personne ne l'a donné.`, {
      hint: '--approved-by nomme le build de Jenkins où il est donné ; dans un terminal, tiptop le demande.',
    })
  return [wayOf(asked, cause, approval), ...warnings].join(' ; ')
}

function wayOf(asked: Settings['APPROVAL'], cause: Deployment['cause'], approval: Approval | null): string {
  if (asked === 'auto') return `automatique (${causeWords[cause]})`
  const where = approval?.build ? `dans Jenkins, ${approval.build}` : 'dans un terminal de ce serveur'
  return `donné par ${approval?.by} (${where})`
}
