import type { Environment } from '../../environment/environment.ts'
import { containerOf } from '../../environment/facts/containers.ts'
import { durationWords } from '../../time/duration.ts'
import { utcMinute } from '../../time/words.ts'
import { seenIn } from '../probe.ts'
import type { TriageDecision, TriageQuestion } from './decide.ts'
import type { DiagnosisFacts } from './facts.ts'
import { obstaclesIn, obstacleText } from './obstacles.ts'

/** What to do now, in words and as one command; what it costs; and what else has to be mended. */
export type Advice = {
  /** to be typed as it is; null if there is none to give */
  command: string | null
  /** what that does, or why there is no command */
  does: string
  loses: string
  /** how long it took the last time; null if it was never done here */
  tookMs: number | null
  /** what else has to be mended, a sentence each that ends with its command */
  besides: string[]
}

const scopes = { rollBackBackend: 'backend', rollBackAll: 'full', undoDeployment: 'full' } as const

const scopeWords = { backend: 'le backend', full: 'toute l’application' }

/**
 * What to do about a decision of the matrix. Only a way that exists is given as a command; where something below the
 * release stopped the matrix, mending that comes first.
 * @param stoppedAt the question that could not be answered; null if none stopped the matrix
 */
export function adviceFor(decision: TriageDecision, stoppedAt: TriageQuestion | null, known: DiagnosisFacts): Advice {
  const obstacles = obstaclesIn(known)
  const besides = obstacles.map(obstacleText)
  const { environment } = known.home
  if (decision === 'restoreDatabase') return { ...restoring(environment, known), besides }
  if (decision in scopes) return { ...goingBack(environment, scopes[decision as keyof typeof scopes], known), besides }
  const [first] = obstacles
  if (decision === 'lookFurther' && first && stoppedAt) {
    const { command } = first
    return { command, does: obstacleText(first), loses: NOTHING, tookMs: null, besides: besides.slice(1) }
  }
  return { ...readingLogs(known), besides }
}

const NOTHING = 'rien'

function goingBack(
  environment: Environment,
  scope: keyof typeof scopeWords,
  known: DiagnosisFacts,
): Omit<Advice, 'besides'> {
  const deployment = seenIn(known.deployment)
  const back = deployment?.back[scope] ?? { why: 'les journaux n’ont pas pu être lus.' }
  const tookMs = deployment?.took.rollback ?? null
  if ('why' in back)
    return {
      command: null,
      loses: NOTHING,
      tookMs,
      does: `Aucun retour en arrière n’est possible : ${back.why} Déployez une correction, site fermé si besoin (tiptop maintenance on ${environment}).`,
    }
  return {
    command: `tiptop rollback ${environment} ${scope}`,
    does: `Ramène ${scopeWords[scope]} à ${back.to}, sans couper personne.`,
    loses:
      'aucune donnée : la base reste telle qu’elle est ; les nouveautés de la version défaite ne sont plus servies',
    tookMs,
  }
}

function restoring(environment: Environment, known: DiagnosisFacts): Omit<Advice, 'besides'> {
  const copy = seenIn(known.copy)
  const tookMs = seenIn(known.deployment)?.took.restore ?? null
  if (!copy)
    return {
      command: null,
      loses: 'inconnu',
      tookMs,
      does: `Aucune copie de la base n’est sur ce serveur : tiptop backup list ${environment} montre celles d’ailleurs.`,
    }
  const plays = copy.playsSince === null ? 'tout ce qui a été joué' : `${copy.playsSince} participations`
  return {
    command: `tiptop restore ${environment} --point ${copy.name}`,
    does: `Ferme le site, rend la base telle qu’à ${utcMinute(copy.at)}, puis rouvre. Un instant plus récent se choisit par --to.`,
    loses: `${plays} depuis ${utcMinute(copy.at)} ; la base abîmée est gardée à côté`,
    tookMs,
  }
}

function readingLogs({ home, deployment, traffic }: DiagnosisFacts): Omit<Advice, 'besides'> {
  const colour = seenIn(deployment)?.running?.colour ?? 'blue'
  const worst = seenIn(traffic)?.worst[0]?.path ?? ''
  const part = worst.startsWith('site') ? 'frontend' : 'backend'
  return {
    command: `docker logs --since 15m ${containerOf(home, colour, part)}`,
    does: worst ? `Montre ce que dit le ${part} ; le plus touché est ${worst}.` : `Montre ce que dit le ${part}.`,
    loses: NOTHING,
    tookMs: null,
  }
}

/** How long something took the last time, in French. @param tookMs null if it was never done here */
export function tookWords(tookMs: number | null): string {
  return tookMs === null ? 'jamais fait ici' : durationWords(tookMs)
}
