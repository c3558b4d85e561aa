import type { Home } from '../environment/home.ts'
import { Failure, isFailure } from '../failure.ts'
import type { Step, StepNodes } from '../procedure/procedure.ts'
import { checkCommitment, type DepositedRoot, hasCommitment } from '../release/data-checks/commitment.ts'
import { checkInvariants, type DataCheckResult } from '../release/data-checks/invariants.ts'
import type { DatabaseAccess } from '../release/data-checks/operations-views.ts'
import { checkAllotment, checkTrail } from '../release/data-checks/proofs.ts'
import type { Release } from '../release/release.ts'
import type { Tools } from '../tools/tools.ts'

const LIMIT_MS = 600_000

/** What a rehearsal cannot prove without the pepper, in French. */
export const unprovenPlays =
  'Non prouvé : qu’un ticket imprimé se joue et ouvre son lot, car le poivre n’a pas été apporté (--pepper-identity).'

type DataToProve = {
  nodes: { proof: StepNodes }
  home: Home
  release: Release
  tools: Pick<Tools, 'shell'>
  /** what the commitment is compared with: never what the data that came back says of itself */
  deposited: DepositedRoot
  /** false where another pepper than that of the tickets is there */
  pepper?: boolean
}

/**
 * Proves the data that came back: the exact counts and the digest of the allotment, the root of the commitment, the chain
 * of the audit trail, no played ticket without its player.
 * @returns what could not be proven, a sentence in French each
 * @throws a Failure that names every fault
 */
export async function proveData(step: Step, data: DataToProve): Promise<string[]> {
  return step(data.nodes.proof, 'Vérifier lots, empreinte, piste d’audit et participations', async context => {
    const { tell, signal } = context
    const { home, release, deposited, pepper = true } = data
    const place = { home, shell: data.tools.shell, signal }
    const found = await Promise.all([
      pepper ? checkAllotment(place, release).catch(notChecked) : checkWithoutPepper(place, release),
      checkCommitment(place, deposited),
      checkTrail(place, release).catch(notChecked),
      checkInvariants(place, LIMIT_MS).catch(notChecked),
    ])
    const faults = found.flatMap(({ faults }) => faults)
    if (faults.length)
      throw new Failure('damaged', `Les données ne sont pas ce qu’elles doivent être.\n${faults.join('\n')}`, {
        hint: 'Une autre copie ou un autre moment est peut-être intact : tiptop backup list.',
      })
    const unproven = found.flatMap(({ unproven = [] }) => unproven)
    tell([...found.map(({ said }) => said), ...unproven].filter(Boolean).join(' ; '))
    return unproven
  })
}

/** A digest of the former format is computed without the pepper; what a ticket of a commitment holds is not. */
async function checkWithoutPepper(place: DatabaseAccess, release: Release): Promise<DataCheckResult> {
  const found = (await hasCommitment(place))
    ? { faults: [], said: '' }
    : await checkAllotment(place, release).catch(notChecked)
  return { ...found, unproven: [unprovenPlays] }
}

/** A backup or a release that is older than a check comes back all the same; the step says what was not checked. */
function notChecked(error: unknown): DataCheckResult {
  if (isFailure(error, 'not-there')) return { faults: [], said: error.message }
  throw error
}
