import { z } from 'zod'
import type { Home } from '../../environment/home.ts'
import { Failure } from '../../failure.ts'
import { documentIn, operateCommand } from '../../release/data-checks/operate.ts'
import type { Release } from '../../release/release.ts'
import { CommandFailed } from '../../tools/shell.ts'
import type { Tools } from '../../tools/tools.ts'

const PROGRAM = 'backend/src/reconciliation/commands.ts'

const comparison = z.object({
  /** the last event that both databases have; null if there is none */
  common: z.object({ event: z.number(), at: z.string() }).nullable(),
  /** by kind of event, with its name in French: what is or would be done again, was there already, or needs a person */
  kinds: z.array(z.object({ title: z.string(), replayed: z.number(), already: z.number(), undecided: z.number() })),
  /** what is not done again */
  leftOut: z.array(z.object({ title: z.string(), count: z.number() })),
  /** what a person has to decide, a sentence in French each */
  questions: z.array(z.string()),
})

/** What the backend says of a database that was left, compared with the one in use. */
export type DatabaseComparison = z.infer<typeof comparison>

type Asked = { home: Home; release: Release; from: string; tools: Pick<Tools, 'shell'>; signal?: AbortSignal }

/** Has the release's own backend compare a database that was left with the one in use; changes nothing. */
export async function compareDatabases(asked: Asked): Promise<DatabaseComparison> {
  return askFor(comparison, asked, ['compare'], asked.tools.shell.read)
}

/** Has it do again what does not contradict; an interrupted run goes on where it was. */
export async function replayDatabase(asked: Asked): Promise<DatabaseComparison> {
  return askFor(comparison, asked, ['replay'], asked.tools.shell.run)
}

/** Conflicts to decide: their numbers, the operator who decides and why. */
export type ConflictDecision = { events: number[]; by: string; reason: string }

const conflicts = z.array(z.object({ event: z.number(), text: z.string() }))
const decisions = z.object({
  /** what is decided now, a sentence in French each */
  decided: conflicts,
  /** what an operator decided before */
  already: conflicts,
})

/** What the backend says of conflicts that an operator decides. */
export type DecidedConflicts = z.infer<typeof decisions>

/** Has the backend say what would be decided; changes nothing. @throws a Failure for an event that is no conflict */
export async function compareDecision(asked: Asked, decision: ConflictDecision): Promise<DecidedConflicts> {
  const words = ['decide', ...wordsOf(decision), '--dry-run']
  return askFor(decisions, asked, words, asked.tools.shell.read)
}

/** Has it record the decisions in the audit trail; the database in use stays as it is. */
export async function recordDecision(asked: Asked, decision: ConflictDecision): Promise<DecidedConflicts> {
  return askFor(decisions, asked, ['decide', ...wordsOf(decision)], asked.tools.shell.run)
}

function wordsOf({ events, by, reason }: ConflictDecision): string[] {
  return [...events.map(event => `--event=${event}`), `--by=${by}`, `--reason=${reason}`]
}

async function askFor<Document>(
  shape: z.ZodType<Document>,
  { home, release, from, signal }: Asked,
  words: string[],
  run: Tools['shell']['run'],
): Promise<Document> {
  const { command, env } = await operateCommand(home, release, [PROGRAM, ...words, '--from', from, '--json'])
  const said = await run(command, { env, ...(signal && { signal }) }).catch(async error => {
    throw (await isUnknown(error, home, release, run)) ? tooOld(release) : error
  })
  const found = documentIn(said, shape)
  if (found) return found
  throw new Failure('wrong-answer', `Le backend ${release.version} n’a pas rendu de rapprochement.`, {
    hint: 'Une version plus récente le rend : déployez-la, puis recommencez.',
  })
}

const ABSENT = 3

/** Whether the release has no such program, or its program has no such command, which it answers with 2. */
async function isUnknown(error: unknown, home: Home, release: Release, run: Tools['shell']['run']): Promise<boolean> {
  if (!(error instanceof CommandFailed) || error.exitCode === 2) return error instanceof CommandFailed
  const look = `process.exit(require('node:fs').existsSync('${PROGRAM}') ? 0 : ${ABSENT})`
  const { command, env } = await operateCommand(home, release, ['--eval', look])
  const found = await run(command, { env }).catch(error => error)
  return found instanceof CommandFailed && found.exitCode === ABSENT
}

const tooOld = ({ version }: Release) =>
  new Failure('refused', `La version ${version}, qui sert, ne sait pas encore le faire.`, {
    hint: 'Déployez une version plus récente, puis répétez la commande : ce qui est de côté le reste.',
  })

/** How much is or would be done again. */
export function replayedIn({ kinds }: DatabaseComparison): number {
  return kinds.reduce((sum, { replayed }) => sum + replayed, 0)
}
