import type { Home } from '../environment/home.ts'
import { readWarning } from '../rehearsal/warning.ts'
import { gates } from './checks/gates.ts'

/** What the person who approves a deployment should know first, in French. Warnings stop nothing. */
export async function warningsBefore(home: Home, now: Date): Promise<string[]> {
  if (!gates[home.environment].rehearsed) return []
  const warning = await readWarning(home, now)
  return warning ? [warning] : []
}
