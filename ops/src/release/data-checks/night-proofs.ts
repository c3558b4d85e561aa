import { z } from 'zod'
import type { Home } from '../../environment/home.ts'
import { readState } from '../../state/read-state.ts'
import { writeState } from '../../state/write-state.ts'
import type { Files } from '../../tools/files.ts'

const headShape = z.object({ event: z.number().int(), hash: z.string().regex(/^[\da-f]{64}$/) })

const proofShape = z.object({
  at: z.iso.datetime(),
  /** the end of the audit trail; null while nothing is sealed, if it was not verified, or if it was found wrong */
  head: headShape.nullable(),
  /** a digest of the tickets as they were generated; null before there are any, or in the former format */
  tickets: z.string().nullable(),
  /** what is not as it was, in French */
  faults: z.array(z.string()),
  /** what could not be proven, and why, in French */
  unproven: z.array(z.string()),
  /** whether every check was made, whatever it found */
  whole: z.boolean(),
})

/** The end of the audit trail: the number of an event, and the hash that stands for all events up to it. */
export type TrailHead = z.infer<typeof headShape>
/** What a night found of the books that no one may change. */
export type NightProof = z.infer<typeof proofShape>

/** How many nights are kept: a contest lasts two months, its claims and its draw some more. */
const KEPT = 400

/** Reads what the nights proved, the newest first. @throws DamagedFile if the file cannot be used */
export async function readNightProofs(home: Home): Promise<NightProof[]> {
  const shape = z.object({ version: z.literal(1), nights: z.array(proofShape) })
  return (await readState(home.proofs, { shape }))?.nights ?? []
}

/** Writes down what a night proved, before those that came before it. */
export async function keepNightProof(home: Home, proof: NightProof, files: Pick<Files, 'write'>): Promise<void> {
  const nights = [proof, ...(await readNightProofs(home))].slice(0, KEPT)
  await writeState(home.proofs, { version: 1, nights }, files, 0o600)
}

/** Returns the first digest of the tickets that was written down: a change rings until a person looks. */
export function ticketsToFind(nights: readonly NightProof[]): string | null {
  return nights.findLast(({ tickets }) => tickets)?.tickets ?? null
}

/** A run, with the moment of the database that it brought back; null if it left the database as it was. */
type ReturnInTime = { startedAt: string; broughtBack: string | null }

/**
 * Returns the newest head that the trail must still hold: one that no later return to an earlier moment has taken out.
 * @param nights the newest first
 */
export function headToFind(nights: readonly NightProof[], runs: readonly ReturnInTime[]): TrailHead | null {
  const stands = ({ at }: NightProof) =>
    runs.every(({ startedAt, broughtBack }) => !broughtBack || startedAt <= at || broughtBack >= at)
  return nights.find(night => night.head && stands(night))?.head ?? null
}
