import type { InclusionProof } from '@tiptop/contract/proof.ts'
import type { TicketCode } from '@tiptop/contract/ticket-code.ts'
import type { Db } from '../../database/database.ts'
import { Refusal } from '../../refusal.ts'
import { entryOf } from '../commitment/entry.ts'
import { leafHash } from '../commitment/merkle-tree.ts'
import { openingOf } from '../ticket/opening.ts'
import { findOwnTicket } from './queries.ts'
import { openPaths } from './read-path.ts'

/**
 * Returns what proves to a player that a ticket which they played had its prize before the opening.
 *
 * It refuses with `not-found` unless this player played the ticket, and with `proof-unavailable` if the contest has the
 * former digest instead of a commitment.
 */
export function openProofs({ db, pepper }: { db: Db; pepper: string }) {
  const pathTo = openPaths(db)
  return async ({ code, playerId }: { code: TicketCode; playerId: number }): Promise<InclusionProof> => {
    const ticket = await findOwnTicket(db, { pepper, code, playerId })
    if (!ticket) throw new Refusal('not-found')
    const { position, prizeSlug, contest, contestId, first_ticket_id, ticket_count, canary_count, commitment_root } =
      ticket
    if (first_ticket_id === null || ticket_count === null || !commitment_root) throw new Refusal('proof-unavailable')
    const opening = openingOf(pepper, code)
    const index = ticket.id - first_ticket_id
    const path = await pathTo({ contestId, root: commitment_root, index })
    return {
      format: 1,
      contest,
      code,
      prize: { position, slug: prizeSlug },
      salt: opening.salt.toString('hex'),
      leaf: leafHash(entryOf(code, position, opening)).toString('hex'),
      index,
      treeSize: ticket_count + canary_count,
      path: path.map(hash => hash.toString('hex')),
      root: commitment_root.toString('hex'),
    }
  }
}
