import type { Target } from '../environment/target.ts'
import { Failure } from '../failure.ts'
import type { Step } from '../procedure/procedure.ts'
import type { RunningRelease } from '../release/colours.ts'
import { checkCommitment, checkTickets } from '../release/data-checks/commitment.ts'
import type { DataCheckResult } from '../release/data-checks/invariants.ts'
import {
  headToFind,
  keepNightProof,
  type NightProof,
  readNightProofs,
  ticketsToFind,
} from '../release/data-checks/night-proofs.ts'
import { checkAllotment, checkTrail } from '../release/data-checks/proofs.ts'
import { listRuns } from '../runs/runs.ts'
import type { Tools } from '../tools/tools.ts'

type BooksToProve = {
  target: Target
  tools: Pick<Tools, 'shell' | 'files' | 'now'>
  /** the release whose backend computes the proofs; null if nothing says which one serves */
  running: RunningRelease | null
}

/**
 * Proves the books that no one may change, as they are this night: the audit trail, which must hold the head that a night
 * before wrote down, the allotment, and the commitment against the deposited root. Writes down what it found. Faults are
 * returned, not thrown: the backup of such a night is evidence.
 */
export function proveBooks(step: Step, books: BooksToProve): Promise<NightProof> {
  return step('3.1/M', 'Vérifier la piste d’audit, les lots et leur engagement', async ({ tell, signal }) => {
    const proof = await proofOf(books, signal)
    await keepNightProof(books.target.home, proof, books.tools.files)
    const { head, faults, unproven } = proof
    tell([...faults, ...unproven, ...(head ? [`tête ${head.hash} (n° ${head.event})`] : [])].join(' ; '))
    return proof
  })
}

async function proofOf({ target, tools, running }: BooksToProve, signal: AbortSignal): Promise<NightProof> {
  const { home, settings } = target
  const access = { home, shell: tools.shell, signal }
  const nights = await readNightProofs(home)
  const noted = headToFind(nights, await listRuns(home.runs))
  const serving = () => {
    if (!running)
      throw new Failure('not-there', 'rien ne dit quelle version sert.', {
        hint: `tiptop deploy ${home.environment} met une version en service.`,
      })
    return running.release
  }
  // One after the other: players come first.
  const trail = await attempt('Piste d’audit non vérifiée', async () => checkTrail(access, serving(), noted), signal)
  const allotment = await attempt('Lots non vérifiés', async () => checkAllotment(access, serving()), signal)
  const commitment = await attempt('Engagement non vérifié', () => checkCommitment(access, settings), signal)
  const tickets = await attempt(
    'Tickets non comparés',
    () => checkTickets(access, settings.CONTEST, ticketsToFind(nights)),
    signal,
  )
  const all = [trail, allotment, commitment, tickets]
  return {
    at: tools.now().toISOString(),
    // The head of a trail that was found wrong proves nothing: the next night asks for the former one again.
    head: 'head' in trail && !trail.faults.length ? trail.head : null,
    tickets: 'tickets' in tickets ? tickets.tickets : null,
    faults: all.flatMap(({ faults }) => faults),
    unproven: all.flatMap(({ unproven = [] }) => unproven),
    whole: !all.some(result => 'failed' in result),
  }
}

type FailedCheck = DataCheckResult & { failed: true }

/** A check that cannot be made costs no backup: it is among what is not proven, and a night without proof rings. */
async function attempt<T extends DataCheckResult>(
  what: string,
  check: () => Promise<T>,
  signal: AbortSignal,
): Promise<T | FailedCheck> {
  return check().catch((error: Error) => {
    signal.throwIfAborted()
    return { faults: [], said: '', unproven: [`${what} : ${error.message.split('\n')[0]}`], failed: true as const }
  })
}
