import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type BackupPiece, PEPPER } from '../../archive/manifest.ts'
import { seal } from '../../archive/stores/seal.ts'
import { readSecret } from '../../environment/target.ts'
import type { Step } from '../../procedure/procedure.ts'
import type { BackupDraft } from '../making.ts'

/**
 * Saves the pepper of the tickets, sealed for PEPPER_RECIPIENTS here already: beside the dump on this server, and inside
 * what is sealed for the keys of the data elsewhere, it opens for its own keys alone: 3.1/X.
 */
export async function savePepper(
  step: Step,
  { target: { home, settings }, tools, folder }: BackupDraft,
): Promise<BackupPiece[]> {
  const piece = await step(
    '3.1/X',
    'Chiffrer le poivre des tickets, seul, pour ses propres clés',
    async ({ signal }) => {
      const pepper = Readable.from([Buffer.from(await readSecret(home, 'ticket-pepper'))])
      const sealed = await seal(pepper, settings.PEPPER_RECIPIENTS)
      const fingerprint = await tools.files.receive(
        join(folder, PEPPER),
        into => pipeline(sealed, into, { signal }),
        0o600,
      )
      return { name: PEPPER, kind: 'pepper' as const, ...fingerprint }
    },
  )
  return [piece]
}
