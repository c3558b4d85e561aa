import type { AuditKind } from '@tiptop/contract/audit.ts'
import { hasRole } from '@tiptop/contract/staff-roles.ts'
import { sql } from 'kysely'
import { findUserByEmail, lockAdmins } from '../../accounts/queries.ts'
import { recordEvent } from '../../audit/record-event.ts'
import type { Db } from '../../database/database.ts'
import type { UserRole } from '../../database/schema.ts'
import { eraseLocked } from '../../personal-data/erase-account.ts'
import { deleteTokens } from '../../personal-data/queries.ts'
import { revokeAllSessions } from '../../sessions/queries.ts'
import { findShopId } from '../../shops/queries.ts'
import { isPlaceholder } from './people.ts'
import { happenedAt, type Replay, type ReplayOutcome, sourceOf } from './replay.ts'

type AccountReplay = Replay & {
  account: number
  /** the account as it was when the database was left: what was taken back there later is not done again */
  left: Awaited<ReturnType<typeof findLeft>>
}
type Locked = Awaited<ReturnType<typeof lockAccount>>
type AccountAct = (replay: AccountReplay, account: Locked) => Promise<ReplayOutcome>

/** What happened to an account, by the kind of its event. What takes rights away is done again; a person gives them. */
const acts: Partial<Record<AuditKind, AccountAct>> = {
  'account-erased': erase,
  'role-changed': changeRole,
  'account-disabled': disable,
  'account-enabled': enable,
  'newsletter-left': leaveNewsletter,
}

/** Does again what happened to an account, which is locked together with all administrators. */
export async function replayAccount(replay: Replay): Promise<ReplayOutcome | null> {
  const { event, db, person } = replay
  const act = acts[event.kind]
  if (!act) return null
  const formerId = event.subjectId ?? event.actorId
  const account = (await person(formerId))?.id
  if (formerId === null || account === undefined) return { kind: 'account-unknown', formerAccount: formerId ?? 0 }
  // Links come first, because following one locks it before the account.
  if (event.kind === 'account-erased') await deleteTokens(db, account)
  const left = await findLeft(replay.former, formerId)
  return act({ ...replay, account, left }, await lockAccount(db, account))
}

/** Brings an account back that was made since, unless its person has registered again. */
export async function replayRegistration({ event, db, former, person }: Replay): Promise<ReplayOutcome | null> {
  if (event.kind !== 'account-registered') return null
  const found = await person(event.actorId)
  if (!found) return { kind: 'account-unknown', formerAccount: event.actorId ?? 0 }
  const { email } = await findEmail(db, found.id)
  if (!isPlaceholder(email)) return found.isNew ? 'replayed' : 'already'
  const holder = await findUserByEmail(db, (await findEmail(former, event.actorId as number)).email)
  return { kind: 'address-taken', account: found.id, by: holder?.id ?? null }
}

async function erase(replay: AccountReplay, locked: Locked): Promise<ReplayOutcome> {
  const { db, account, now } = replay
  if (locked.erased_at) return 'already'
  if (locked.isLastAdmin) return { kind: 'last-admin', account }
  await eraseLocked(db, account, now)
  return done(replay)
}

async function changeRole(replay: AccountReplay, locked: Locked): Promise<ReplayOutcome> {
  const { db, event, account, left } = replay
  const { to, shop } = event.details as { to: UserRole; shop: string | null }
  const shopId = shop === null ? null : await findShopId(db, shop)
  if (left.role !== to || locked.erased_at || (locked.role === to && locked.shop_id === shopId)) return 'already'
  if (to !== 'player' && !hasRole(locked.role, to)) return { kind: 'role-given', account, role: to, shop }
  if (await isChangedSince(replay)) return { kind: 'role-changed-since', account, role: to, now: locked.role }
  if (locked.isLastAdmin && to !== 'admin') return { kind: 'last-admin', account }
  await db.updateTable('users').set({ role: to, shop_id: shopId }).where('id', '=', account).execute()
  return done(replay, { from: locked.role })
}

async function disable(replay: AccountReplay, locked: Locked): Promise<ReplayOutcome> {
  const { db, event, account, left, now } = replay
  if (!left.disabled_at || locked.disabled_at || locked.erased_at) return 'already'
  if (locked.isLastAdmin) return { kind: 'last-admin', account }
  await db
    .updateTable('users')
    .set({ disabled_at: happenedAt(event) })
    .where('id', '=', account)
    .execute()
  await revokeAllSessions(db, account, now)
  return done(replay)
}

async function enable({ account, left }: AccountReplay, locked: Locked): Promise<ReplayOutcome> {
  const isWanted = !left.disabled_at && locked.disabled_at && !locked.erased_at
  return isWanted ? { kind: 'access-given', account } : 'already'
}

/** A consent that was given again afterwards stays. */
async function leaveNewsletter(replay: AccountReplay, locked: Locked): Promise<ReplayOutcome> {
  const { db, event, account, left } = replay
  const consent = locked.newsletter_consent_at
  if (left.newsletter_consent_at || !consent || consent > happenedAt(event)) return 'already'
  await db.updateTable('users').set({ newsletter_consent_at: null }).where('id', '=', account).execute()
  return done(replay)
}

async function lockAccount(db: Db, id: number) {
  const admins = await lockAdmins(db)
  const account = await db
    .selectFrom('users')
    .select(['role', 'shop_id', 'disabled_at', 'erased_at', 'newsletter_consent_at'])
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow()
  return { ...account, isLastAdmin: admins.length === 1 && admins[0] === id }
}

function findLeft(former: Db, id: number) {
  return former
    .selectFrom('users')
    .select(['role', 'disabled_at', 'newsletter_consent_at'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
}

/** Whether the role was changed in the database in use since the two parted. */
async function isChangedSince({ db, since, account }: AccountReplay): Promise<boolean> {
  const change = await db
    .selectFrom('audit_events')
    .select('id')
    .where('subject_id', '=', account)
    .where('id', '>', since)
    .where('kind', '=', 'role-changed')
    .where(sql<boolean>`not details ? 'replayed'`)
    .limit(1)
    .executeTakeFirst()
  return change !== undefined
}

function findEmail(db: Db, id: number) {
  return db.selectFrom('users').select('email').where('id', '=', id).executeTakeFirstOrThrow()
}

/** Records the event, by the same person about the same account, with its source. */
async function done(replay: AccountReplay, more: Record<string, unknown> = {}): Promise<'replayed'> {
  const { db, event, now, person } = replay
  const [actor, subject] = [await person(event.actorId), await person(event.subjectId)]
  await recordEvent(db, {
    kind: event.kind,
    at: now,
    ...(actor && { actorId: actor.id }),
    ...(subject && { subjectId: subject.id }),
    details: { ...event.details, ...more, replayed: sourceOf(replay) },
  })
  return 'replayed'
}
