import type { Fault, Sources } from './source.ts'
import { syntaxOf } from './syntax.ts'

/** Literals spread into a literal or a call: they only hold items together on a line, which the formatter decides. */
export function spreadFaults(sources: Sources): Fault[] {
  return [...syntaxOf(sources)].flatMap(([path, { literalSpreads }]) =>
    literalSpreads.map(line => ({
      path,
      sentence: `Line ${line} spreads a literal: write its items where they go, or give them a name.`,
    })),
  )
}
