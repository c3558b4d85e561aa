import type { Stack } from './stack.ts'

/** What an attack achieved. `seen` says in figures what happened; `held` whether nothing happened that must not. */
export type AttackResult = { held: boolean; seen: string }

export type Attack = { name: string; run(stack: Stack): Promise<AttackResult> }

/** How often each value was seen: `201 ×1, 409 ×11`. */
export function tally(values: (number | string)[]): string {
  const counts = new Map<number | string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].map(([value, count]) => `${value} ×${count}`).join(', ')
}
