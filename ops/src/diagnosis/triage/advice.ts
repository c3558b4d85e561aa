import type { ArchivedUntil } from '../../archive/physical/reach/archived-until.ts'
import type { Environment } from '../../environment/environment.ts'
import { containerOf } from '../../environment/facts/containers.ts'
import { durationWords } from '../../time/duration.ts'
import { utcMinute } from '../../time/words.ts'
import type { NewestCopy } from '../newest-copy.ts'
import { seenIn } from '../probe.ts'
import type { TriageResult } from './decide.ts'
import type { Advice, DiagnosisFacts } from './facts.ts'
import { wayOut } from './left-behind.ts'
import { groundFaults, type Obstacle, obstaclesIn, obstacleText } from './obstacles.ts'

const scopes = { rollBackBackend: 'backend', rollBackAll: 'full', undoDeployment: 'full' } as const

const scopeWords = { backend: 'le backend', full: 'toute l’application' }

/**
 * What to do about where the matrix led. What was left behind by a run or a person goes before it. Only a way that exists
 * is given as a command; where something below the release stopped the matrix, mending that comes first.
 */
export function adviceFor(result: Pick<TriageResult, 'decision' | 'stoppedAt'>, known: DiagnosisFacts): Advice {
  const { decision, stoppedAt } = result
  const [ground] = groundFaults(known)
  const out = wayOut(result, known)
  if (out) return ground ? mending(ground, [`Ensuite : ${out.command}`]) : out
  const obstacles = obstaclesIn(known)
  const besides = [...obstacles.map(obstacleText), ...leftOver(known)]
  const { environment } = known.home
  if (decision === 'restoreDatabase') return { ...restoring(environment, known), besides }
  if (decision in scopes) return { ...goingBack(environment, scopes[decision as keyof typeof scopes], known), besides }
  const [first] = obstacles
  if (decision === 'lookFurther' && first && stoppedAt) return mending(first, besides.slice(1))
  return { ...readingLogs(known), besides }
}

function mending(obstacle: Obstacle, besides: string[]): Advice {
  return { command: obstacle.command, does: obstacleText(obstacle), loses: NOTHING, tookMs: null, besides }
}

/** What is left to do once the symptom is gone. */
function leftOver({ home, closed, deployment }: DiagnosisFacts): string[] {
  const broken = seenIn(deployment)?.broken
  return [
    ...(broken ? [`Pour reprendre ce qui s’est arrêté : ${broken.again}`] : []),
    ...(seenIn(closed)?.standing ? [`Enfin, rouvrir le site : tiptop maintenance off ${home.environment}`] : []),
  ]
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
  const archive = seenIn(known.archive)
  const until = archive?.until && archive.until > new Date(copy.at) ? utcMinute(archive.until) : null
  return {
    command: `tiptop restore ${environment} --point ${copy.name}`,
    does: `Ferme le site, rend la base telle qu’à ${utcMinute(copy.at)}, puis rouvre. Un instant plus récent se choisit par --to${until ? `, l’archive va jusqu’à ${until}` : ''}.`,
    loses: `${playsLost(copy, archive)} depuis ${utcMinute(copy.at)} ; la base abîmée est gardée à côté`,
    tookMs,
  }
}

/** A database that lacks what is archived counts too few plays: the worse of the two stands. */
function playsLost({ playsSince }: NewestCopy, archive: ArchivedUntil | null): string {
  if (playsSince === null || (archive?.isAhead && playsSince === 0)) return 'tout ce qui a été joué'
  return `${archive?.isAhead ? 'au moins ' : ''}${playsSince} participations`
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
