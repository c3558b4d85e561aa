import type { SecondStepWay } from '@tiptop/contract/second-factor.ts'
import { recordEvent } from '../../../audit/record-event.ts'
import type { Db } from '../../../database/database.ts'
import { Refusal } from '../../../refusal.ts'
import { isCompulsory } from '../../../sessions/second-step/second-step.ts'
import type { Tools } from '../../../tools.ts'
import { deleteApp, replaceRecoveryCodes } from '../codes/queries.ts'
import { deletePasskey } from '../passkeys/queries.ts'
import { lockFactors } from './lock-factors.ts'

type RemovalTools = Pick<Tools, 'db' | 'now' | 'config'>

/**
 * Removes a passkey. The recovery codes go with the last factor.
 * Refuses `not-found`, and `last-factor` where one must remain: of two that are removed at once, one stays.
 */
export function removePasskey(tools: RemovalTools, userId: number, id: string): Promise<void> {
  return removeFactor(tools, userId, 'passkey', db => deletePasskey(db, { id, userId }))
}

/** Removes the app. Refuses as removePasskey. */
export function removeApp(tools: RemovalTools, userId: number): Promise<void> {
  return removeFactor(tools, userId, 'app', db => deleteApp(db, userId))
}

async function removeFactor(
  { db, now, config }: RemovalTools,
  userId: number,
  way: SecondStepWay,
  remove: (db: Db) => Promise<boolean>,
): Promise<void> {
  await db.transaction().execute(async db => {
    const { role } = await lockFactors(db, userId)
    if (!(await remove(db))) throw new Refusal('not-found')
    const { hasFactor } = await lockFactors(db, userId)
    if (!hasFactor && isCompulsory(role, config.staffSecondFactor)) throw new Refusal('last-factor')
    if (!hasFactor) await replaceRecoveryCodes(db, userId, [])
    await recordEvent(db, { kind: 'second-factor-removed', at: now(), actorId: userId, details: { way } })
  })
}

/** Removes every second factor of an account that this transaction has locked. */
export async function removeAllFactors(db: Db, userId: number): Promise<void> {
  await db.deleteFrom('passkeys').where('user_id', '=', userId).execute()
  await deleteApp(db, userId)
  await replaceRecoveryCodes(db, userId, [])
}
