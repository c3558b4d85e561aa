import type { Container, ContainerPart } from '../../environment/facts/containers.ts'
import type { DataCheckResult } from '../../release/data-checks/invariants.ts'
import { utcMinute } from '../../time/words.ts'
import { type ProbeResult, seenIn } from '../probe.ts'
import type { DatabaseState } from '../probes/database.ts'
import { type DeploymentState, isRecent } from '../probes/deployment.ts'
import type { ApiState, SiteState } from '../probes/service.ts'
import { isMany, percent, type Traffic } from '../probes/traffic.ts'
import { questionNodes, type TriageAnswer, type TriageAnswers, type TriageQuestion } from './decide.ts'

/** What the probes saw of that which the matrix asks about. */
export type Symptoms = {
  api: ProbeResult<ApiState>
  site: ProbeResult<SiteState>
  traffic: ProbeResult<Traffic>
  deployment: ProbeResult<DeploymentState>
  containers: ProbeResult<Container[]>
  database: ProbeResult<DatabaseState>
  /** one result for each check of the data */
  data: ProbeResult<DataCheckResult>[]
}

/** The answer to one question of the matrix, with its reason in French. */
export type AnsweredQuestion = {
  question: TriageQuestion
  node: (typeof questionNodes)[TriageQuestion]
  answer: TriageAnswer
  because: string
}

/**
 * Answers the questions of the matrix from what was seen. What a rollback cannot mend is not a symptom of a release: while
 * nginx or the database is down, the state of the release is unknown, and the answer is `unknown` or `no`.
 * @param recentMs the age up to which a deployment is blamed for errors
 */
export function judge(seen: Symptoms, now: Date, recentMs: number): AnsweredQuestion[] {
  const all: Record<TriageQuestion, [TriageAnswer, string]> = {
    apiMute: apiMute(seen),
    siteAnswers: siteAnswers(seen),
    errors: errors(seen),
    justDeployed: justDeployed(seen, now, recentMs),
    dataWrong: dataWrong(seen),
  }
  return (Object.keys(all) as TriageQuestion[]).map(question => {
    const [answer, because] = all[question]
    return { question, node: questionNodes[question], answer, because }
  })
}

export function answersOf(judged: AnsweredQuestion[]): TriageAnswers {
  return Object.fromEntries(judged.map(({ question, answer }) => [question, answer])) as TriageAnswers
}

function apiMute({ api: look, containers, database }: Symptoms): [TriageAnswer, string] {
  const api = seenIn(look)
  if (!api) return ['unknown', `elle n’a pas pu être jointe : ${whyOf(look)}`]
  if (api.state === 'healthy') return ['no', `elle répond, version ${api.version}`]
  if (api.state === 'no-database') return ['no', 'elle répond, et dit que c’est la base qui manque']
  const closed = whyDoorClosed(containers)
  if (closed) return ['unknown', `${closed} : on ne sait rien de ce qui est derrière`]
  const away = whyAway(database)
  if (away) return ['unknown', `elle ne peut pas répondre : ${away}`]
  return ['yes', api.why]
}

function siteAnswers({ site: look, containers }: Symptoms): [TriageAnswer, string] {
  const site = seenIn(look)
  if (!site) return ['unknown', `il n’a pas pu être joint : ${whyOf(look)}`]
  if (site.state === 'answers') return ['yes', 'sa page d’accueil et ses scripts répondent']
  const closed = whyDoorClosed(containers)
  return closed ? ['unknown', `${closed} : on ne sait rien de ce qui est derrière`] : ['no', site.why]
}

function errors({ traffic: look, site, api, database }: Symptoms): [TriageAnswer, string] {
  const traffic = seenIn(look)
  const away = whyAway(database) || (seenIn(api)?.state === 'no-database' ? 'la base ne répond pas à l’API' : '')
  if (away) return ['no', `s’il y en a, elles ne viennent pas de la version : ${away}`]
  const page = seenIn(site)
  // The matrix has no other question for an API that answers beside a site that does not.
  if (page && page.state !== 'answers') return ['yes', `le site : ${page.why}`]
  if (!traffic) return ['unknown', `le journal de nginx n’a pas pu être lu : ${whyOf(look)}`]
  const { errors, requests, minutes } = traffic
  const said = requests ? `${errors} sur ${requests} requêtes (${percent(errors / requests)})` : 'aucune requête'
  return [isMany(traffic) ? 'yes' : 'no', `${said} en ${minutes} min`]
}

function justDeployed({ deployment: look, traffic }: Symptoms, now: Date, recentMs: number): [TriageAnswer, string] {
  const deployment = seenIn(look)
  if (!deployment) return ['unknown', `les journaux n’ont pas pu être lus : ${whyOf(look)}`]
  const { last } = deployment
  if (!last) return ['no', 'aucun déploiement dans les journaux']
  const when = `${last.run}, fini à ${utcMinute(last.endedAt)}`
  if (!isRecent(deployment, now, recentMs))
    return [
      'no',
      `le dernier changement ${last.procedure === 'deploy' ? 'est trop ancien' : 'est déjà un retour'} (${when})`,
    ]
  const before = seenIn(traffic)?.before
  if (before && isMany(before))
    return ['no', `il y avait déjà ${before.errors} erreurs sur ${before.requests} requêtes avant (${when})`]
  return ['yes', before ? `les erreurs sont venues après (${when})` : when]
}

function dataWrong({ data, database }: Symptoms): [TriageAnswer, string] {
  const state = seenIn(database)
  if (state?.state === 'missing') return ['yes', state.why]
  if (state?.state === 'answers' && state.damaged) return ['yes', `${state.damaged} pages abîmées sur le disque`]
  const faults = data.flatMap(check => seenIn(check)?.faults ?? [])
  if (faults.length) return ['yes', `${faults[0]}${andOthers(faults.length - 1)}`]
  if (!state) return ['unknown', `la base n’a pas pu être regardée : ${whyOf(database)}`]
  if (state.state === 'stopped') return ['unknown', `la base est arrêtée : ${state.why}`]
  const blind = data.filter(check => 'unknown' in check)
  if (blind.length)
    return [
      'unknown',
      `${blind.length} contrôle sur ${data.length} n’a pas abouti : ${whyOf(blind[0] as ProbeResult<DataCheckResult>)}`,
    ]
  if (!state.whole) return ['unknown', 'la base est trop ancienne pour que ses tables soient contrôlées']
  return ['no', 'tous les contrôles passent']
}

const andOthers = (count: number) => (count ? `, et ${count} autre${count > 1 ? 's' : ''}` : '')

/** Why nothing behind nginx can be blamed; empty if nginx is well. */
function whyDoorClosed(look: ProbeResult<Container[]>): string {
  const containers = seenIn(look)
  if (!containers) return `Docker ne répond pas (${whyOf(look)})`
  const door = partOf(containers, 'nginx')
  return door && door.state !== 'well' ? `nginx n’est pas en état (${door.status})` : ''
}

function whyAway(look: ProbeResult<DatabaseState>): string {
  const database = seenIn(look)
  return database && database.state !== 'answers' ? database.why : ''
}

export function partOf(containers: Container[], part: ContainerPart): Container | undefined {
  return containers.find(container => container.part === part)
}

/** The first line of the reason why a probe saw nothing. */
function whyOf(look: ProbeResult<unknown>): string {
  return 'unknown' in look ? (look.unknown.split('\n')[0] ?? '') : ''
}
