import type { AddedFactor, NewApp, NewPasskey, SecondStepWay } from '@tiptop/contract/second-factor.ts'
import { recordEvent } from '../../../audit/record-event.ts'
import type { Db } from '../../../database/database.ts'
import { Refusal } from '../../../refusal.ts'
import { findLiveSession } from '../../../sessions/queries.ts'
import { passSecondStep } from '../../../sessions/second-step/queries.ts'
import type { Session } from '../../../sessions/session.ts'
import type { Tools } from '../../../tools.ts'
import { describeApp, drawAppSecret, stepOfCode } from '../codes/app-code.ts'
import { derivedKey } from '../codes/derived-key.ts'
import { findApp, startApp, storePendingApp } from '../codes/queries.ts'
import { openSecret, sealSecret } from '../codes/sealed-secret.ts'
import { verifyNewPasskey } from '../passkeys/ceremony.ts'
import { insertPasskey } from '../passkeys/queries.ts'
import { lockFactors } from './lock-factors.ts'
import { makeRecoveryCodes } from './recovery-codes.ts'

type SetUpTools = Pick<Tools, 'db' | 'now' | 'config'>
/** `sessionId`: the id under which the session goes on. */
export type FactorAddition = AddedFactor & { sessionId: string }

/**
 * Adds the passkey that the session's browser has just made. The first factor of an account brings ten recovery codes.
 * It counts as the second step of this session; other sessions of the account have to pass it.
 * Refuses `second-factor-wrong`, `second-step-needed` if there is a factor that this session has not passed, `role-needed`.
 */
export async function addPasskey(
  tools: SetUpTools,
  session: Session,
  { name, credential }: NewPasskey,
): Promise<FactorAddition> {
  const { id: sessionId, userId } = session
  const passkey = await verifyNewPasskey(tools, { sessionId, userId }, credential)
  if (!passkey) throw new Refusal('second-factor-wrong')
  return addFactor(tools, session, 'passkey', db => insertPasskey(db, { ...passkey, userId, name }, tools.now()))
}

/** Draws a secret for an app, which waits for its first code. */
export async function offerApp(
  tools: SetUpTools,
  { userId, email }: { userId: number; email: string },
): Promise<NewApp> {
  const secret = drawAppSecret()
  const key = derivedKey(tools.config.tickets.pepper, 'authenticator app')
  await storePendingApp(tools.db, userId, sealSecret(key, userId, secret))
  return describeApp(secret, email)
}

/** Puts the app in use that waits for this first code, in the place of a former one. Refuses as addPasskey. */
export async function addApp(tools: SetUpTools, session: Session, typed: string): Promise<FactorAddition> {
  const { userId } = session
  const { db, now, config } = tools
  const sealed = (await findApp(db, userId))?.pending_secret
  const secret = sealed && openSecret(derivedKey(config.tickets.pepper, 'authenticator app'), userId, sealed)
  const step = secret ? stepOfCode(secret, typed, now()) : null
  if (!sealed || step === null) throw new Refusal('second-factor-wrong')
  return addFactor(tools, session, 'app', db => startApp(db, { userId, sealed, step }, now()))
}

async function addFactor(
  tools: SetUpTools,
  { id, userId }: Session,
  way: SecondStepWay,
  store: (db: Db) => Promise<boolean>,
): Promise<FactorAddition> {
  const at = tools.now()
  return tools.db.transaction().execute(async db => {
    const { hasFactor } = await lockFactors(db, userId)
    const session = await findLiveSession(db, id, at)
    if (session?.factor === 'owed') throw new Refusal('second-step-needed')
    if (!(await store(db))) throw new Refusal('second-factor-wrong')
    const sessionId = await passSecondStep(db, id, at)
    if (!session || sessionId === null) throw new Refusal('session-needed')
    await recordEvent(db, { kind: 'second-factor-added', at, actorId: userId, details: { way } })
    return { sessionId, recoveryCodes: hasFactor ? null : await makeRecoveryCodes({ ...tools, db }, userId) }
  })
}
