import { seenIn } from '../probe.ts'
import { wordsOfBroken } from '../probes/deployment.ts'
import { wordClosed } from '../probes/ground.ts'
import type { TriageResult } from './decide.ts'
import type { Advice, DiagnosisFacts } from './facts.ts'
import { obstaclesIn, obstacleText } from './obstacles.ts'

/**
 * What people and runs left behind, a French sentence each: a run that broke off, and a site that is closed. It is named
 * before the matrix, which only asks what players see.
 */
export function leftBehind(known: DiagnosisFacts): string[] {
  const broken = seenIn(known.deployment)?.broken
  const closed = seenIn(known.closed)
  return [
    ...(broken ? [wordsOfBroken(broken)] : []),
    ...(closed?.standing ? wordClosed(closed).said.map(said => `Le site est ${said}`) : []),
  ]
}

/**
 * The way out of what was left behind; null if the matrix has to decide. While everything behind the page answers, the
 * site is opened; else the run that closed it is done again, since it knows what it had changed.
 */
export function wayOut(
  { decision, stoppedAt }: Pick<TriageResult, 'decision' | 'stoppedAt'>,
  known: DiagnosisFacts,
): Advice | null {
  const [standing, deployment] = [seenIn(known.closed)?.standing, seenIn(known.deployment)]
  const broken = deployment?.broken
  const isCalm = decision === 'lookFurther' && !stoppedAt
  const { environment } = known.home
  const open = `tiptop maintenance off ${environment}`
  const base = { loses: 'rien', tookMs: null, besides: [] }
  // What a broken run has stopped or taken away, it brings back itself.
  const others = isCalm ? obstaclesIn(known).map(obstacleText) : []
  if (standing && standing.run === deployment?.working?.run)
    return {
      ...base,
      command: 'tiptop runs show last',
      does: `${deployment?.working?.procedure} est à l’œuvre et a fermé le site : attendre sa fin.`,
    }
  if (standing && isCalm)
    return {
      ...base,
      command: open,
      does: 'Tout répond derrière la page de maintenance : rouvre le site à tous.',
      besides: [...(broken ? [`Pour reprendre ce qui s’est arrêté : ${broken.again}`] : []), ...others],
    }
  if (!broken || !(isCalm || standing?.run === broken.run)) return null
  return {
    ...base,
    command: broken.again,
    does: 'Reprend ce qui s’est arrêté, et range ce qui en était resté.',
    loses: 'rien de plus que la première fois',
    tookMs: broken.procedure === 'restore' ? (deployment?.took.restore ?? null) : null,
    besides: [...(standing ? [`Pour rouvrir le site tel quel : ${open}`] : []), ...others],
  }
}
