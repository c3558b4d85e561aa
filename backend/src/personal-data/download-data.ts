import type { PlayAnswer } from '@tiptop/contract/game.ts'
import type { PersonalData } from '@tiptop/contract/personal-data.ts'
import { downloadKey } from '../accounts/account-limits.ts'
import { readProfile } from '../accounts/profile/read-profile.ts'
import { factorsOf } from '../accounts/second-factor/set-up/read-factors.ts'
import { recordEvent } from '../audit/record-event.ts'
import type { Db } from '../database/database.ts'
import { listPlayerTickets } from '../game/queries.ts'
import type { Tools } from '../tools.ts'
import { findAccountFacts, listHistory, listSessions } from './queries.ts'

/** How many tickets are read together. */
const PAGE = 500

/**
 * All data about a person; the audit trail records the download. Refuses `session-needed`, as the profile does, and
 * `too-many-attempts` past ten an hour.
 */
export async function downloadData(
  { db, now, attempts }: Pick<Tools, 'db' | 'now' | 'attempts'>,
  userId: number,
): Promise<PersonalData> {
  const at = now()
  const limited = [downloadKey(userId)]
  await attempts.refuseWhileBlocked(limited)
  const data = await db.transaction().execute(async db => {
    const profile = await readProfile({ db }, userId)
    await recordEvent(db, { kind: 'data-downloaded', at, actorId: userId })
    const { times, identities } = await findAccountFacts(db, userId)
    return {
      takenAt: at.toISOString(),
      profile: {
        ...profile,
        createdAt: times.created_at.toISOString(),
        emailVerifiedAt: times.email_verified_at?.toISOString() ?? null,
        rulesAcceptedAt: times.rules_accepted_at?.toISOString() ?? null,
        newsletterConsentAt: times.newsletter_consent_at?.toISOString() ?? null,
      },
      identities: identities.map(({ provider, subject, created_at }) => {
        return { provider, subject, linkedAt: created_at.toISOString() }
      }),
      secondFactor: await factorsOf(db, userId),
      tickets: await allTickets(db, userId, at),
      sessions: await listSessions(db, userId, at),
      history: await listHistory(db, userId),
    }
  })
  await attempts.count(limited)
  return data
}

async function allTickets(db: Db, playerId: number, now: Date): Promise<PlayAnswer[]> {
  const tickets: PlayAnswer[] = []
  let cursor: string | undefined
  do {
    const { items, nextCursor } = await listPlayerTickets(db, { playerId, cursor, limit: PAGE, now })
    tickets.push(...items)
    cursor = nextCursor ?? undefined
  } while (cursor)
  return tickets
}
