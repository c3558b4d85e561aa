import { randomBytes } from 'node:crypto'
import type { TicketCode } from '@tiptop/contract/ticket-code.ts'
import { hashPassword } from '../accounts/password-hash.ts'
import { recordEvent } from '../audit/record-event.ts'
import type { DatabaseTools } from '../database/database.ts'
import { drawCodes } from '../tickets/generation/draw-tickets.ts'
import { hashCode } from '../tickets/ticket/code-hash.ts'
import { maskPrize, openingOf } from '../tickets/ticket/opening.ts'
import type { Tools } from '../tools.ts'
import { findFreePair, forgetGuesses, insertTicket, lockVerifications, writeAccount } from './queries.ts'
import { ensureReservedContest, PRIZE_POSITION, PRIZE_SLUG } from './reserved-contest.ts'

type VerificationLogin = { email: string; password: string }

/** What it takes to play a reserved ticket and have its prize handed over, through the HTTP interface. */
export type OpenedVerification = {
  player: VerificationLogin
  employee: VerificationLogin
  ticket: TicketCode
  prize: string
  until: string
}

/** The database as its owner, who alone may make reserved rows. */
export type VerificationTools = DatabaseTools & { config: Pick<Tools['config'], 'tickets'> }

/**
 * Opens a verification: a ticket of its own, and a player and an employee who can sign in for this many minutes, even
 * if the caller is killed. Any number can be open at once, each with its own accounts; accounts whose time is over are
 * used again, under new addresses and passwords. Only the owner of the database may do this.
 */
export async function openVerification(
  { db, config, now }: VerificationTools,
  { minutes }: { minutes: number },
): Promise<OpenedVerification> {
  const [player, employee] = [drawLogin('joueur'), drawLogin('employe')]
  const [ticket] = drawCodes(1) as [TicketCode]
  const { pepper } = config.tickets
  const [ofPlayer, ofEmployee] = await Promise.all([hashPassword(player.password), hashPassword(employee.password)])
  return db.transaction().execute(async db => {
    await lockVerifications(db)
    const at = now()
    const until = new Date(at.getTime() + minutes * 60_000)
    await ensureReservedContest(db, at)
    const pair = await findFreePair(db, at)
    const asPlayer = { id: pair.playerId, role: 'player', firstName: 'Joueur', email: player.email } as const
    const asEmployee = { id: pair.employeeId, role: 'employee', firstName: 'Employé', email: employee.email } as const
    await writeAccount(db, { ...asPlayer, passwordHash: ofPlayer, until }, at)
    await writeAccount(db, { ...asEmployee, passwordHash: ofEmployee, until }, at)
    await forgetGuesses(db, pair)
    const maskedPrize = maskPrize(PRIZE_POSITION, openingOf(pepper, ticket))
    const ticketId = await insertTicket(db, { codeHash: hashCode(pepper, ticket), maskedPrize })
    const details = { accounts: [pair.playerId, pair.employeeId], minutes }
    await recordEvent(db, { kind: 'verification-opened', at, ticketId, details })
    return { player, employee, ticket, prize: PRIZE_SLUG, until: until.toISOString() }
  })
}

/** An address that no mail can reach (RFC 2606) and no one can guess: guessing it would allow blocking the account. */
function drawLogin(who: 'joueur' | 'employe'): VerificationLogin {
  const email = `controle-${who}-${randomBytes(16).toString('hex')}@verification.invalid`
  return { email, password: randomBytes(24).toString('base64url') }
}
