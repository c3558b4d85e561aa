import { z } from 'zod'

const hash = z.string().regex(/^[0-9a-f]{64}$/)
const format = z.literal(1).describe('the version of the format: docs/decisions/commitment.md')

/** What the organiser committed to before the opening: the root of the tree over all tickets, and what it counts. */
export const commitment = z
  .object({
    format,
    root: hash.describe('the root of the Merkle tree (RFC 9162) over all tickets, in hexadecimal'),
    treeSize: z.int().describe('how many tickets the tree has'),
    quotas: z
      .array(z.object({ position: z.int(), slug: z.string(), count: z.int() }))
      .describe('how many tickets win each prize'),
    canaries: z
      .int()
      .describe('how many tickets win nothing, because no receipt has their code; the tree has them too'),
  })
  .meta({ id: 'Commitment' })
export type Commitment = z.infer<typeof commitment>

/** What proves that a ticket had its prize before the opening. It reveals nothing about any other ticket. */
export const inclusionProof = z
  .object({
    format,
    contest: z.string(),
    code: z.string(),
    prize: z.object({ position: z.int(), slug: z.string() }),
    salt: z
      .string()
      .regex(/^[0-9a-f]{32}$/)
      .describe('16 bytes that only the player learns, in hexadecimal'),
    leaf: hash.describe('SHA-256(0x00 ‖ code ‖ position ‖ salt)'),
    index: z.int().describe('the place of the ticket in the tree, from 0'),
    treeSize: z.int(),
    path: z.array(hash).describe('the hashes from the leaf to the root, lowest first (RFC 9162 section 2.1.3)'),
    root: hash,
  })
  .meta({ id: 'InclusionProof' })
export type InclusionProof = z.infer<typeof inclusionProof>
