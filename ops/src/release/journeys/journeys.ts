import type { Target } from '../../environment/target.ts'
import type { Step, StepAction, StepNodes } from '../../procedure/procedure.ts'
import type { Tools } from '../../tools/tools.ts'
import { awaitHealth } from '../health.ts'
import type { Release } from '../release.ts'
import { loadPages } from './load-pages.ts'
import { closeVerifications, openVerification, type Verification } from './verification.ts'
import { handOver, play, signIn } from './visit.ts'

/** What is tried, in this order; in 2.4 all of it is one node, in 4.3 each has its own. */
const journeys = ['health', 'signIn', 'play', 'handOver'] as const
export type Journey = (typeof journeys)[number]

type TriedRelease = { release: Release; target: Target; tools: Tools }

type JourneyPath = StepNodes | Record<Journey, StepNodes>

/**
 * Does what people do with the release that serves: a player signs in and plays a ticket, an employee hands the prize
 * over. Nothing of it touches the contest. The accounts are ended whatever happens; when that fails too, the journal
 * says so, and they end by themselves.
 * @throws a Failure: which call, what was expected, what came
 */
export async function basicJourneys(step: Step, path: JourneyPath, place: TriedRelease): Promise<void> {
  await tryHealth(step, path, place)
  await tryJourneys(step, path, await prepareJourneys(step, eachOf(path).signIn, place), place)
  await endJourneys(step, path, place)
}

/** A release may be tried as soon as the database has its schema: its accounts are made while it starts. */
export function prepareJourneys(step: Step, node: StepNodes, place: TriedRelease): Promise<Verification> {
  return step(
    node,
    'Préparer un ticket réservé, un joueur et un employé',
    ({ signal }) => openVerification(place, signal),
    { undo: { node, title: ENDING, act: closing(place) } },
  )
}

export async function tryHealth(
  step: Step,
  path: JourneyPath,
  { release, target, tools }: TriedRelease,
): Promise<void> {
  await step(eachOf(path).health, 'Essayer la santé du service', ({ signal }) =>
    awaitHealth(target, release, tools, signal),
  )
}

/** @throws a Failure: which call, what was expected, what came */
export async function tryJourneys(
  step: Step,
  path: JourneyPath,
  { player, employee, ...game }: Verification,
  { target, tools }: TriedRelease,
): Promise<void> {
  const nodes = eachOf(path)
  await step(nodes.signIn, 'Ouvrir les pages dans un navigateur', ({ tell, unseen, signal }) =>
    loadPages({ target, tools, signal, tell, unseen }),
  )
  const cookies = await step(nodes.signIn, 'Essayer une connexion', ({ signal }) =>
    signIn({ target, tools, signal }, { ...player, role: 'player' }),
  )
  await step(nodes.play, 'Essayer une participation', ({ signal }) => play({ target, tools, signal }, cookies, game))
  await step(nodes.handOver, 'Essayer une remise en boutique', async ({ signal }) => {
    const visit = { target, tools, signal }
    await handOver(visit, await signIn(visit, { ...employee, role: 'employee' }), game)
  })
}

export async function endJourneys(step: Step, path: JourneyPath, place: TriedRelease): Promise<void> {
  await step(eachOf(path).handOver, ENDING, closing(place))
}

const ENDING = 'Retirer les accès de l’essai'

const closing =
  (place: TriedRelease): StepAction<void> =>
  ({ tell }) =>
    closeVerifications(place).catch(error => tell(`pas retirés, ils finissent d’eux-mêmes : ${error.message}`))

function eachOf(path: JourneyPath): Record<Journey, StepNodes> {
  const isOne = typeof path === 'string' || 'length' in path
  return isOne ? { health: path, signIn: path, play: path, handOver: path } : path
}
