import type { TicketCode } from '@tiptop/contract/ticket-code.ts'
import type { Db } from '../../database/database.ts'
import { hashCode } from '../ticket/code-hash.ts'

type OwnTicket = { pepper: string; code: TicketCode; playerId: number }

/** The ticket with this code if this player played it, with its prize and its contest's commitment. */
export function findOwnTicket(db: Db, { pepper, code, playerId }: OwnTicket) {
  return db
    .selectFrom('tickets as ticket')
    .innerJoin('prizes as prize', 'prize.id', 'ticket.prize_id')
    .innerJoin('contests as contest', 'contest.id', 'prize.contest_id')
    .select(['ticket.id', 'prize.position', 'prize.slug as prizeSlug', 'contest.id as contestId'])
    .select(['contest.slug as contest', 'first_ticket_id', 'ticket_count', 'canary_count', 'commitment_root'])
    .where('ticket.code_hash', '=', hashCode(pepper, code))
    .where('ticket.player_id', '=', playerId)
    .executeTakeFirst()
}

/** The hashes of the slice that begins with this leaf, 32 bytes a leaf. */
export async function readSlice(db: Db, contestId: number, firstLeaf: number): Promise<Buffer> {
  const { hashes } = await db
    .selectFrom('commitment_leaves')
    .select('hashes')
    .where('contest_id', '=', contestId)
    .where('first_leaf', '=', firstLeaf)
    .executeTakeFirstOrThrow()
  return hashes
}

/** The roots of all slices as the generation stored them, 32 bytes each; undefined if it stored none. */
export async function readStoredSliceRoots(db: Db, contestId: number): Promise<Buffer | undefined> {
  const row = await db
    .selectFrom('commitment_slice_roots')
    .select('roots')
    .where('contest_id', '=', contestId)
    .executeTakeFirst()
  return row?.roots
}
