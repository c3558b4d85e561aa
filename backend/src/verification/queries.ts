import { sql } from 'kysely'
import type { Db } from '../database/database.ts'
import { RESERVED_ID } from './reserved-contest.ts'

/** The accounts of one verification. Players have odd numbers, each with the employee just below. */
type VerificationPair = { playerId: number; employeeId: number }

/** Lets one verification at a time be opened or closed, until the transaction ends. */
export async function lockVerifications(db: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('verifications'))`.execute(db)
}

/** Accounts whose access is over, or the next free numbers when all are in use. */
export async function findFreePair(db: Db, now: Date): Promise<VerificationPair> {
  const { rows } = await sql<{ id: number }>`
    select coalesce(max(id) filter (where id % 2 <> 0 and access_until <= ${now}), coalesce(min(id), 0) - 1) as id
    from users where id < 0`.execute(db)
  const playerId = rows[0]?.id ?? -1
  return { playerId, employeeId: playerId - 1 }
}

type ControlAccount = {
  id: number
  role: 'player' | 'employee'
  email: string
  passwordHash: string
  firstName: string
  /** until which it can be used */
  until: Date
}

/** Makes this account, or resets an earlier one to its initial state. */
export async function writeAccount(db: Db, account: ControlAccount, at: Date): Promise<void> {
  const { id, role, email, passwordHash, firstName, until } = account
  const shopId = role === 'employee' ? RESERVED_ID : null
  await sql`
    insert into users (id, email, password_hash, first_name, last_name, birth_date, role, shop_id, rules_accepted_at,
      created_at, access_until)
    overriding system value
    values (${id}, ${email}, ${passwordHash}, ${firstName}, 'Contrôle', '1990-01-01', ${role}, ${shopId}, ${at}, ${at}, ${until})
    on conflict (id) do update set
      email = excluded.email, password_hash = excluded.password_hash, first_name = excluded.first_name,
      last_name = excluded.last_name, birth_date = excluded.birth_date, role = excluded.role, shop_id = excluded.shop_id,
      rules_accepted_at = excluded.rules_accepted_at, access_until = excluded.access_until, language = 'fr',
      email_verified_at = null, newsletter_consent_at = null, disabled_at = null, erased_at = null`.execute(db)
}

/** Forgets the failed attempts of these accounts. */
export async function forgetGuesses(db: Db, { playerId, employeeId }: VerificationPair): Promise<void> {
  const keys = [playerId, employeeId].map(id => `code:player:${id}`)
  await db.deleteFrom('attempt_limits').where('key', 'in', keys).execute()
}

type ReservedTicket = { codeHash: Buffer; maskedPrize: number }

/** A ticket of the reserved contest, under the next number below zero. @returns that number */
export async function insertTicket(db: Db, { codeHash, maskedPrize }: ReservedTicket): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into tickets (id, contest_id, masked_prize, code_hash)
    select coalesce(min(id), 0) - 1, ${RESERVED_ID}, ${maskedPrize}, ${codeHash} from tickets where id < 0
    returning id`.execute(db)
  if (!rows[0]) throw new Error('an insert of one row returns it')
  return rows[0].id
}

/**
 * Ends the access of all reserved accounts, or of the pair of this player alone. @returns the accounts whose access had
 * not ended yet
 */
export async function endAccess(db: Db, player: string | undefined, now: Date): Promise<number[]> {
  const ofPlayer = sql`(select id from users where id < 0 and email = ${player ?? null})`
  const meant = player === undefined ? sql`true` : sql`(id in ${ofPlayer} or id + 1 in ${ofPlayer})`
  const { rows } = await sql<{ id: number; open: boolean }>`
    with closing as (
      select id, access_until > ${now} as open from users where id < 0 and password_hash is not null and ${meant}
    )
    update users set password_hash = null, access_until = least(access_until, ${now})
    from closing where closing.id = users.id
    returning closing.id, closing.open`.execute(db)
  return rows.flatMap(({ id, open }) => (open ? id : [])).sort((a, b) => b - a)
}
