import type { SecondFactor } from '@tiptop/contract/second-factor.ts'
import type { Db } from '../../../database/database.ts'
import { isCompulsory } from '../../../sessions/second-step/second-step.ts'
import type { Session } from '../../../sessions/session.ts'
import type { Tools } from '../../../tools.ts'
import { countRecoveryCodes, findApp } from '../codes/queries.ts'
import { listPasskeys } from '../passkeys/queries.ts'

/** The second factors of the account of this session, without anything secret. */
export async function readFactors(
  { db, config }: Pick<Tools, 'db' | 'config'>,
  { userId, role }: Session,
): Promise<SecondFactor> {
  return { ...(await factorsOf(db, userId)), compulsory: isCompulsory(role, config.staffSecondFactor) }
}

/** What an account has as second factors, without anything secret. */
export async function factorsOf(db: Db, userId: number): Promise<Omit<SecondFactor, 'compulsory'>> {
  const [passkeys, app, recoveryCodesLeft] = await Promise.all([
    listPasskeys(db, userId),
    findApp(db, userId),
    countRecoveryCodes(db, userId),
  ])
  return {
    passkeys: passkeys.map(({ id, name, created_at, last_used_at }) => {
      return { id, name, createdAt: created_at.toISOString(), lastUsedAt: last_used_at?.toISOString() ?? null }
    }),
    appSince: app?.added_at?.toISOString() ?? null,
    recoveryCodesLeft,
  }
}
