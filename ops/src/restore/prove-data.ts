import type { Home } from '../environment/home.ts'
import { Failure, isFailure } from '../failure.ts'
import type { Step, StepNodes } from '../procedure/procedure.ts'
import { checkInvariants, type DataCheckResult } from '../release/data-checks/invariants.ts'
import { checkAllotment, checkTrail } from '../release/data-checks/proofs.ts'
import type { Release } from '../release/release.ts'
import type { Tools } from '../tools/tools.ts'

const LIMIT_MS = 600_000

type DataToProve = { nodes: { proof: StepNodes }; home: Home; release: Release; tools: Pick<Tools, 'shell'> }

/**
 * Proves the data that came back: the exact counts and the digest of the allotment, the chain of the audit trail, no played
 * ticket without its player.
 * @throws a Failure that names every fault
 */
export async function proveData(step: Step, { nodes, home, release, tools: { shell } }: DataToProve): Promise<void> {
  await step(nodes.proof, 'Vérifier lots, empreinte, piste d’audit et participations', async ({ tell, signal }) => {
    const place = { home, shell, signal }
    const found = await Promise.all([
      checkAllotment(place, release).catch(notChecked),
      checkTrail(place, release).catch(notChecked),
      checkInvariants(place, LIMIT_MS).catch(notChecked),
    ])
    const faults = found.flatMap(({ faults }) => faults)
    if (faults.length)
      throw new Failure('damaged', `Les données ne sont pas ce qu’elles doivent être.\n${faults.join('\n')}`, {
        hint: 'Une autre copie ou un autre moment est peut-être intact : tiptop backup list.',
      })
    tell(found.map(({ said }) => said).join(' ; '))
  })
}

/** A backup or a release that is older than a check comes back all the same; the step says what was not checked. */
function notChecked(error: unknown): DataCheckResult {
  if (isFailure(error, 'not-there')) return { faults: [], said: error.message }
  throw error
}
