import { sql } from 'kysely'
import { recordEvent } from '../../audit/record-event.ts'
import type { Db } from '../../database/database.ts'
import type { FoundPerson } from './replay.ts'

/** Addresses that no mail reaches (RFC 2606), for an account whose own address another person's account has by now. */
const NOWHERE = 'adresse-prise.invalid'

type People = { db: Db; former: Db; from: string; now: Date }
type FormerAccount = NonNullable<Awaited<ReturnType<typeof findFormerAccount>>>

/** Which account in use an account of the database that was left is; `made`: those that this transaction brings back. */
export type KnownPeople = { ids: Map<number, number>; made: Set<number> }

/** Whether this address replaces one that was taken. */
export function isPlaceholder(email: string): boolean {
  return email.endsWith(`@${NOWHERE}`)
}

/**
 * Finds the account in use of a former account, or brings it back: as it was when the database was left, without its role.
 * @param known those that are found already; another one is added
 * @returns null if the database that was left has no such account
 */
export async function findOrBringBack(
  people: People,
  { ids, made }: KnownPeople,
  formerId: number,
): Promise<FoundPerson | null> {
  const before = ids.get(formerId)
  if (before !== undefined) return { id: before, isNew: false }
  const account = await findFormerAccount(people.former, formerId)
  if (!account) return null
  const found =
    (await findSameRow(people.db, account)) ??
    (await findBroughtBack(people.db, account)) ??
    (await findSamePerson(people, account))
  const id = found ?? (await bringBack(people, account))
  ids.set(formerId, id)
  if (found === null) made.add(formerId)
  return { id, isNew: found === null }
}

function findFormerAccount(former: Db, id: number) {
  return former
    .selectFrom('users')
    .selectAll()
    .select(sql<string>`(created_at at time zone 'UTC')::text`.as('made_at'))
    .where('id', '=', id)
    .executeTakeFirst()
}

/** Rows of users are never deleted: one that was there before the two histories parted is there in both. */
async function findSameRow(db: Db, { id, made_at }: FormerAccount): Promise<number | null> {
  const row = await db
    .selectFrom('users')
    .select('id')
    .where('id', '=', id)
    .where(sql`(created_at at time zone 'UTC')::text`, '=', made_at)
    .executeTakeFirst()
  return row?.id ?? null
}

async function findBroughtBack(db: Db, { id, made_at }: FormerAccount): Promise<number | null> {
  const source = JSON.stringify({ account: id, at: made_at })
  const { rows } = await sql<{ id: number }>`
    select actor_id as id from audit_events
    where details ? 'replayed' and (details->'replayed') - 'from' = ${source}::jsonb`.execute(db)
  return rows[0]?.id ?? null
}

/**
 * A person who has registered again: with an identity of the same provider, or with the same address if both were verified
 * or belong to the same names and birth date, which an identity card shows at the counter.
 */
async function findSamePerson({ db, former }: People, account: FormerAccount): Promise<number | null> {
  const identities = await findIdentities(former, account.id)
  const { rows } = await sql<{ id: number }>`
    select id from users
    where id > 0 and erased_at is null and (
      lower(email) = lower(${account.email}) and (
        email_verified_at is not null and ${account.email_verified_at !== null}
        or birth_date = ${account.birth_date}::date
          and lower(first_name) = lower(${account.first_name}) and lower(last_name) = lower(${account.last_name})
      )
      or id in (
        select user_id from identities
        join unnest(
          ${identities.map(({ provider }) => provider)}::identity_provider[], ${identities.map(({ subject }) => subject)}::text[]
        ) as former (provider, subject) using (provider, subject)
      )
    )
    order by id limit 1`.execute(db)
  return rows[0]?.id ?? null
}

function findIdentities(former: Db, userId: number) {
  return former
    .selectFrom('identities')
    .select(['provider', 'subject', 'created_at'])
    .where('user_id', '=', userId)
    .execute()
}

/** Makes the account under a new number. Without its address if another account has it: a person decides whose it is. */
async function bringBack({ db, former, from, now }: People, account: FormerAccount): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    select nextval(pg_get_serial_sequence('users', 'id'))::int as id`.execute(db)
  const id = rows[0]?.id as number
  const address = account.erased_at ? `compte-efface-${id}` : account.email
  if (!(await insertAccount(db, { id, email: address, account, isOwn: true })))
    await insertAccount(db, { id, email: `compte-${id}@${NOWHERE}`, account, isOwn: false })
  const identities = await findIdentities(former, account.id)
  for (const identity of identities)
    await db
      .insertInto('identities')
      .values({ ...identity, user_id: id })
      .onConflict(conflict => conflict.doNothing())
      .execute()
  const replayed = { from, account: account.id, at: account.made_at }
  await recordEvent(db, { kind: 'account-registered', at: now, actorId: id, details: { replayed } })
  return id
}

type AccountToInsert = { id: number; email: string; account: FormerAccount; isOwn: boolean }

/** @returns false if an account has this address */
async function insertAccount(db: Db, { id, email, account, isOwn }: AccountToInsert): Promise<boolean> {
  const verifiedAt = isOwn ? account.email_verified_at : null
  const consentAt = isOwn ? account.newsletter_consent_at : null
  const { rows } = await sql`
    insert into users (id, email, email_verified_at, password_hash, first_name, last_name, birth_date, language,
      rules_accepted_at, newsletter_consent_at, disabled_at, erased_at, created_at)
    overriding system value
    values (${id}, ${email}, ${verifiedAt}, ${account.password_hash}, ${account.first_name}, ${account.last_name},
      ${account.birth_date}, ${account.language}, ${account.rules_accepted_at}, ${consentAt}, ${account.disabled_at},
      ${account.erased_at}, ${account.made_at}::timestamp at time zone 'UTC')
    on conflict (lower(email)) do nothing
    returning id`.execute(db)
  return rows.length > 0
}
