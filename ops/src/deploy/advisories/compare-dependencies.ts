import { Failure } from '../../failure.ts'
import type { CheckGate } from '../checks/gates.ts'
import { findingWords, isOpen, judgePackages } from './judge-packages.ts'
import { readAdvisories, readLock } from './read-advisories.ts'

/** `lock`: the package-lock.json of a commit. `advisories`: the file of the setting ADVISORIES, or ''. */
type DependenciesToCompare = { lock: string; advisories: string; gate: CheckGate; now: Date }

/**
 * Compares what a commit would install with the advisories, before any of it is installed.
 * @returns what was found and let through, in French
 * @throws a Failure where the gate lets nothing through
 */
export async function compareDependencies(
  { lock, advisories, gate, now }: DependenciesToCompare,
  tell: (detail: string) => void,
): Promise<string[]> {
  const books = await readAdvisories(advisories)
  const findings = judgePackages(await readLock(lock), books, now)
  const open = findings.filter(isOpen).map(findingWords)
  const accepted = findings.length - open.length
  tell(
    `${books.advisories.length} avis, le plus récent du ${books.newest}${accepted ? ` ; ${accepted} accepté(s)` : ''}`,
  )
  if (!advisories) tell('ce n’est que la petite liste livrée avec le code : ADVISORIES nomme la vraie')
  if (!open.length) return []
  const said = `Des dépendances sont visées par un avis de sécurité : ${open.join(' ; ')}`
  if (gate === 'warn') return [said]
  throw new Failure('check-failed', said, {
    hint: 'Montez la version, ou écrivez une exception datée dans environments/ci/advisories/exceptions.json, sur main.',
  })
}
