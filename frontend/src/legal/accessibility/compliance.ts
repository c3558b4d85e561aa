import { typeset } from '../../ui/language.ts'
import criteria from './criteria.json' with { type: 'json' }

/**
 * A criterion of RGAA 4.1, the French standard of accessibility, with its result over all pages and what proves it. A
 * `gap` tells visitors what is not accessible, and what they can do. What was not examined counts as not met.
 */
type Criterion = (typeof criteria)[number] & { gap?: { fr: string; en: string } }
export type Result = 'conforme' | 'non conforme' | 'non applicable' | 'non examiné'

type Compliance = {
  /** the criteria with this result */
  having(result: Result): Criterion[]
  applicable: number
  /** per cent of the applicable criteria that are met, rounded down */
  rate: number
  /** what the law calls this rate */
  state: 'full' | 'partial' | 'none'
}

/** Returns how far the site meets the standard, as article 47 of the law 2005-102 has it stated. */
export function complianceOf(rows: Criterion[]): Compliance {
  const having = (result: Result) => rows.filter(row => row.result === result)
  const applicable = rows.length - having('non applicable').length
  const met = having('conforme').length
  const state = met === applicable ? 'full' : met * 2 >= applicable ? 'partial' : 'none'
  return { having, applicable, rate: Math.floor((100 * met) / applicable), state }
}

export const compliance = complianceOf(criteria)

const fr = {
  full: 'Accessibilité : totalement conforme',
  partial: 'Accessibilité : partiellement conforme',
  none: 'Accessibilité : non conforme',
}
const en: typeof fr = {
  full: 'Accessibility: fully compliant',
  partial: 'Accessibility: partially compliant',
  none: 'Accessibility: not compliant',
}
/** The mention that the law wants on every page. */
export const complianceWords = typeset({ fr, en })
