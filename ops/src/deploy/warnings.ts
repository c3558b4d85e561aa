import type { Home } from '../environment/home.ts'
import { readWarning } from '../rehearsal/warning.ts'
import { gates } from './gates.ts'

/** What whoever agrees to a deployment should know before; it stops nobody. Sentences in French. */
export async function warningsBefore(home: Home, now: Date): Promise<string[]> {
  if (!gates[home.environment].rehearsed) return []
  const warning = await readWarning(home, now)
  return warning ? [warning] : []
}
