import { z } from 'zod'
import { Failure } from '../../failure.ts'
import { CommandFailed } from '../../tools/shell.ts'
import type { Release } from '../release.ts'
import type { DataCheckResult } from './invariants.ts'
import type { TrailHead } from './night-proofs.ts'
import { collectOutput, documentIn, operateCommand } from './operate.ts'
import { askView, type DatabaseAccess } from './operations-views.ts'

/** How many faults are shown: the first ones say what it is about. */
const SHOWN = 5
/** The exit code of a backend's command that does not know an option. */
const UNKNOWN_OPTION = 2

/** What a proof prints with `--json`; the sentence of a fault is in French. */
const proof = z.object({
  holds: z.boolean(),
  sealed: z.number().optional(),
  head: z.object({ event: z.number(), hash: z.string() }).nullish(),
  faults: z.array(z.object({ kind: z.string(), sentence: z.string() })),
})
type Proof = z.infer<typeof proof>

/** What a verification of the audit trail found, and its end; null while nothing is sealed. */
type TrailCheckResult = DataCheckResult & { head: TrailHead | null }

/**
 * Has the release's own backend compute the chain of the whole audit trail again. Events that the server could not seal
 * while it was stopped are late, not wrong.
 * @param noted a head that the trail must hold; null if none was written down
 * @throws a Failure `not-there` for a release that is older than the document which it would print
 */
export async function checkTrail(
  access: DatabaseAccess,
  release: Release,
  noted: TrailHead | null = null,
): Promise<TrailCheckResult> {
  const words = ['backend/src/audit/commands.ts', 'verify', ...(noted ? ['--head', noted.hash] : [])]
  const { faults, sealed = 0, head = null } = await prove(access, release, words)
  const end = head ? `, tête ${head.hash} (n° ${head.event})` : ''
  const said = `${sealed.toLocaleString('fr-FR')} événements scellés${end}`
  return { faults: shown(faults.filter(({ kind }) => kind !== 'unsealed')), said, head }
}

/**
 * Has the release's own backend compute the digest of the whole allotment again.
 * @throws a Failure `not-there` for a database that is older than the view that says whether there is an allotment, and
 * for a release that is older than the document which it would print
 */
export async function checkAllotment(access: DatabaseAccess, release: Release): Promise<DataCheckResult> {
  const generated = await askView(access, 'generated_contests', 'select slug from operations_v1.generated_contests')
  if (!generated.length) return { faults: [], said: 'aucun ticket n’a encore été généré' }
  const { faults } = await prove(access, release, ['backend/src/tickets/commands.ts', 'verify-allotment'])
  return { faults: shown(faults), said: 'les tickets et leurs lots sont ceux de l’attribution enregistrée' }
}

function shown(faults: Proof['faults']): string[] {
  return faults.slice(0, SHOWN).map(({ sentence }) => sentence)
}

/** Runs a proof of the backend beside the one that serves, in a container that is removed afterwards. */
async function prove({ home, shell, signal }: DatabaseAccess, release: Release, words: string[]): Promise<Proof> {
  const { command, env } = await operateCommand(home, release, [...words, '--json'])
  const { said, output } = collectOutput()
  const failure = await shell.read(command, { env, output, signal }).then(
    () => null,
    (error: Error) => error,
  )
  const found = documentIn(said(), proof)
  // A proof that does not hold has printed its faults, and exits with 1 like a command that failed.
  if (found && found.holds === !failure) return found
  if (failure instanceof CommandFailed && failure.exitCode === UNKNOWN_OPTION)
    throw new Failure(
      'not-there',
      `La version ${release.version} est plus ancienne que ce contrôle, qui n’est pas fait.`,
      {
        hint: 'Une version plus récente le fait.',
      },
    )
  throw (
    failure ??
    new Failure('wrong-answer', `Le backend ${release.version} n’a pas rendu de contrôle.`, {
      hint: `tiptop diagnose ${home.environment} dit si la base répond.`,
    })
  )
}
