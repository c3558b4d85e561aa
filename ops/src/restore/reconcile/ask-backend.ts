import { z } from 'zod'
import type { Home } from '../../environment/home.ts'
import { Failure } from '../../failure.ts'
import { documentIn, operateCommand } from '../../release/data-checks/operate.ts'
import type { Release } from '../../release/release.ts'
import type { Tools } from '../../tools/tools.ts'

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
  return ask(asked, 'compare', asked.tools.shell.read)
}

/** Has it do again what does not contradict; an interrupted run goes on where it was. */
export async function replayDatabase(asked: Asked): Promise<DatabaseComparison> {
  return ask(asked, 'replay', asked.tools.shell.run)
}

async function ask(
  { home, release, from, signal }: Asked,
  word: 'compare' | 'replay',
  run: Tools['shell']['run'],
): Promise<DatabaseComparison> {
  const words = ['backend/src/reconciliation/commands.ts', word, '--from', from, '--json']
  const { command, env } = await operateCommand(home, release, words)
  const said = await run(command, { env, ...(signal && { signal }) })
  const found = documentIn(said, comparison)
  if (found) return found
  throw new Failure('wrong-answer', `Le backend ${release.version} n’a pas rendu de rapprochement.`, {
    hint: 'Une version plus récente le rend : déployez-la, puis recommencez.',
  })
}

/** How much is or would be done again. */
export function replayedIn({ kinds }: DatabaseComparison): number {
  return kinds.reduce((sum, { replayed }) => sum + replayed, 0)
}
