import { type Aside, databaseNameOf, listAsides } from '../../archive/aside/asides.ts'
import { readVolume } from '../../archive/aside/read-volume.ts'
import { noteUndecided } from '../../archive/aside/undecided.ts'
import type { Home } from '../../environment/home.ts'
import type { Target } from '../../environment/target.ts'
import { Failure } from '../../failure.ts'
import type { Step } from '../../procedure/procedure.ts'
import { runningRelease } from '../../release/colours.ts'
import type { Release } from '../../release/release.ts'
import { utcSecond } from '../../time/words.ts'
import type { Tools } from '../../tools/tools.ts'
import { inPlaceNodes } from '../in-place/nodes.ts'
import { proveData } from '../prove-data.ts'
import {
  type ConflictDecision,
  compareDatabases,
  type DatabaseComparison,
  type DecidedConflicts,
  recordDecision,
  replayDatabase,
} from './ask-backend.ts'

type Shelled = Pick<Tools, 'shell'>

/**
 * Finds what a restoration put aside: the newest, or the one of this name.
 * @throws Failure `not-there` in French, with what there is instead
 */
export async function findAside(home: Home, name: string | undefined, tools: Shelled): Promise<Aside> {
  const asides = await listAsides(home, tools)
  const found = name === undefined ? asides[0] : asides.find(aside => aside.name === name)
  if (found) return asides.find(isDatabaseOf(found)) ?? found
  const there = asides.length ? `Il y a ${asides.map(aside => aside.name).join(', ')}.` : 'Rien n’est mis de côté.'
  throw new Failure(
    'not-there',
    `${name ? `« ${name} » n’est pas de côté.` : 'Il n’y a rien à rapprocher.'} ${there}`,
    { hint: `tiptop restore reconcile ${home.environment}, sans nom, prend le plus récent.` },
  )
}

/** A volume that was read before has its database. */
const isDatabaseOf = (found: Aside) => (aside: Aside) =>
  aside.kind === 'database' && aside.name === databaseNameOf(found.at)

/** The release whose backend compares and does again. @throws Failure `not-there` if nothing serves */
export async function servingRelease(home: Home): Promise<Release> {
  const running = await runningRelease(home)
  if (running) return running.release
  throw new Failure('not-there', `Aucune version ne sert en ${home.environment} : c’est elle qui rapproche.`, {
    hint: `tiptop deploy ${home.environment} en met une en service.`,
  })
}

/** Reads a volume that was put aside into a database that can be compared. The site stays open. */
export async function readAside(step: Step, aside: Aside, target: Target, tools: Tools): Promise<string> {
  const nodes = inPlaceNodes[target.home.environment]
  return step(nodes.loss, `Lire l’état quitté du volume ${aside.name}`, async ({ tell, signal }) => {
    const database = await readVolume(aside, target, tools, signal)
    tell(`il se lit dans la base ${database}`)
    return database
  })
}

/**
 * Does again, in the database in use, what people did in the one that was put aside, and proves the result. The site stays
 * open. What contradicts is shown, left to a person, and kept for the control room until it is decided.
 */
export async function reconcileWith(
  step: Step,
  { from, release }: { from: string; release: Release },
  target: Target,
  tools: Tools,
): Promise<DatabaseComparison> {
  const { home, settings } = target
  const nodes = inPlaceNodes[home.environment]
  const done = await step(
    nodes.level,
    `Refaire ce que ${from} a en plus, sans ce qui se contredit`,
    async ({ tell, signal }) => {
      const found = await replayDatabase({ home, release, from, tools, signal })
      tell(comparisonLines(found, 'refaits').join(' ; '))
      await noteUndecided(home, { from, questions: found.questions }, tools)
      return found
    },
  )
  await proveData(step, { nodes, home, release, tools, deposited: settings })
  return done
}

/**
 * Records what an operator decides of conflicts, in the audit trail of the database in use, which stays as it is.
 */
export async function decideWith(
  step: Step,
  { from, release, decision }: { from: string; release: Release; decision: ConflictDecision },
  { home }: Target,
  tools: Tools,
): Promise<DecidedConflicts> {
  const { level } = inPlaceNodes[home.environment]
  return step(level, 'Noter dans la piste d’audit ce qui est décidé', async ({ tell, signal }) => {
    const found = await recordDecision({ home, release, from, tools, signal }, decision)
    tell(decisionLines(found).join(' ; '))
    const { questions } = await compareDatabases({ home, release, from, tools, signal })
    await noteUndecided(home, { from, questions }, tools)
    return found
  })
}

/** Sentences in French: what stays as it is by this decision, and what was decided before. */
export function decisionLines({ decided, already }: DecidedConflicts): string[] {
  return [...decided, ...already].map(({ text }) => text)
}

/** Sentences in French: what both have, what is done again by its kind, what is not, and what a person decides. */
export function comparisonLines({ common, kinds, leftOut, questions }: DatabaseComparison, done: string): string[] {
  return [
    common ? `même histoire jusqu’au ${utcSecond(common.at)}` : 'rien de commun',
    ...kinds.map(
      ({ title, replayed, already, undecided }) =>
        `${title} : ${replayed} ${done}, ${already} déjà là, ${undecided} à décider`,
    ),
    ...leftOut.map(({ title, count }) => `${title} : ${count}, non refaits`),
    ...questions.map(question => `? ${question}`),
  ]
}
