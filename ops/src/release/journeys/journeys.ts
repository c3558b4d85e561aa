import type { Target } from '../../environment/target.ts'
import type { Step, StepAction, StepNodes } from '../../procedure/procedure.ts'
import type { Tools } from '../../tools/tools.ts'
import { awaitHealth } from '../health.ts'
import type { Release } from '../release.ts'
import { closeVerifications, openVerification } from './verification.ts'
import { handOver, play, signIn } from './visit.ts'

/** What is tried, in this order; in 2.4 all of it is one node, in 4.3 each has its own. */
const journeys = ['health', 'signIn', 'play', 'handOver'] as const
export type Journey = (typeof journeys)[number]

type TriedRelease = { release: Release; target: Target; tools: Tools }

/**
 * Does what people do with the release that serves: a player signs in and plays a ticket, an employee hands the prize
 * over. Nothing of it touches the contest. The accounts are ended whatever happens; when that fails too, the journal
 * says so, and they end by themselves.
 * @throws a Failure: which call, what was expected, what came
 */
export async function basicJourneys(
  step: Step,
  path: StepNodes | Record<Journey, StepNodes>,
  place: TriedRelease,
): Promise<void> {
  const { release, target, tools } = place
  const nodes = eachOf(path)
  await step(nodes.health, 'Essayer la santé du service', ({ signal }) => awaitHealth(target, release, tools, signal))
  const close: StepAction<void> = ({ tell }) =>
    closeVerifications(place).catch(error => tell(`pas retirés, ils finissent d’eux-mêmes : ${error.message}`))
  const { player, employee, ...game } = await step(
    nodes.signIn,
    'Préparer un ticket réservé, un joueur et un employé',
    ({ signal }) => openVerification(place, signal),
    { undo: { node: nodes.signIn, title: 'Retirer les accès de l’essai', act: close } },
  )
  const cookies = await step(nodes.signIn, 'Essayer une connexion', ({ signal }) =>
    signIn({ target, tools, signal }, { ...player, role: 'player' }),
  )
  await step(nodes.play, 'Essayer une participation', ({ signal }) => play({ target, tools, signal }, cookies, game))
  await step(nodes.handOver, 'Essayer une remise en boutique', async ({ signal }) => {
    const visit = { target, tools, signal }
    await handOver(visit, await signIn(visit, { ...employee, role: 'employee' }), game)
  })
  await step(nodes.handOver, 'Retirer les accès de l’essai', close)
}

function eachOf(path: StepNodes | Record<Journey, StepNodes>): Record<Journey, StepNodes> {
  const isOne = typeof path === 'string' || 'length' in path
  return isOne ? { health: path, signIn: path, play: path, handOver: path } : path
}
