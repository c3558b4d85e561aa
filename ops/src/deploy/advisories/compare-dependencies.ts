import { join } from 'node:path'
import type { Target } from '../../environment/target.ts'
import { Failure } from '../../failure.ts'
import type { Step } from '../../procedure/procedure.ts'
import { gates } from '../checks/gates.ts'
import type { Checkout } from '../commit.ts'
import { findingWords, isOpen, judgePackages } from './judge-packages.ts'
import { readAdvisories, readLock } from './read-advisories.ts'

/**
 * Compares what a commit would install with the advisories, before any of it is installed.
 * @returns what was found and let through, in French
 * @throws a Failure where the environment lets nothing through
 */
export function compareDependencies(
  step: Step,
  { checkout, target: { home, settings } }: { checkout: Checkout; target: Target },
  now: () => Date,
): Promise<string[]> {
  return step('2.1/Q', 'Comparer les dépendances aux avis de sécurité', async ({ tell }) => {
    const books = await readAdvisories(settings.ADVISORIES)
    const findings = judgePackages(await readLock(join(checkout.folder, 'package-lock.json')), books, now())
    const open = findings.filter(isOpen).map(findingWords)
    const accepted = findings.length - open.length
    tell(
      `${books.advisories.length} avis, le plus récent du ${books.newest}${accepted ? ` ; ${accepted} accepté(s)` : ''}`,
    )
    if (!open.length) return []
    const said = `Des dépendances sont visées par un avis de sécurité : ${open.join(' ; ')}`
    if (gates[home.environment].advisories === 'warn') return [said]
    throw new Failure('check-failed', said, {
      hint: 'Montez la version, ou écrivez une exception datée dans environments/ci/advisories/exceptions.json, sur main.',
    })
  })
}
