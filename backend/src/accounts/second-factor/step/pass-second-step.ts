import type { PasskeyAnswer, SecondStepWay } from '@tiptop/contract/second-factor.ts'
import { openLanes } from '../../../attempts/lanes.ts'
import { recordEvent } from '../../../audit/record-event.ts'
import { Refusal } from '../../../refusal.ts'
import { passSecondStep } from '../../../sessions/second-step/queries.ts'
import type { Session } from '../../../sessions/session.ts'
import type { Tools } from '../../../tools.ts'
import { secondStepKey } from '../../account-limits.ts'
import { stepOfCode } from '../codes/app-code.ts'
import { derivedKey } from '../codes/derived-key.ts'
import { findApp, spendRecoveryCode, spendStep } from '../codes/queries.ts'
import { recoveryCodeHash } from '../codes/recovery-code.ts'
import { openSecret } from '../codes/sealed-secret.ts'
import { verifyPasskey } from '../passkeys/ceremony.ts'
import { spendCounter } from '../passkeys/queries.ts'

type StepTools = Pick<Tools, 'db' | 'now' | 'config' | 'attempts'>

const tooMany = () => new Refusal('too-many-attempts', { retryAfterSeconds: 1 })

/** Codes of one account are looked at one after the other: each is counted before the next one. */
const guesses = openLanes({ atOnce: 1, waiting: 5, waitMs: 5_000, full: tooMany, late: tooMany })

/**
 * Passes the second step with a passkey. Refuses `second-factor-wrong`, and `session-needed` if the session is over.
 * @returns the id under which the session goes on
 */
export async function passWithPasskey(tools: StepTools, session: Session, answer: PasskeyAnswer): Promise<string> {
  const { db, now } = tools
  const { id: sessionId, userId } = session
  const used = await verifyPasskey(tools, { sessionId, userId }, answer)
  if (!used || !(await spendCounter(db, { ...used, userId }, now()))) throw new Refusal('second-factor-wrong')
  return goOn(tools, session, 'passkey')
}

/**
 * Passes the second step with a code of the app. A code is good once: of several who send it together, one passes.
 * Refuses also `too-many-attempts`.
 * @returns as passWithPasskey
 */
export async function passWithApp(tools: StepTools, session: Session, typed: string): Promise<string> {
  await countingGuesses(tools, session.userId, () => isFreshAppCode(tools, session.userId, typed))
  return goOn(tools, session, 'app')
}

/** Passes the second step with a recovery code, which is used up. Refuses and returns as passWithApp. */
export async function passWithRecoveryCode(tools: StepTools, session: Session, typed: string): Promise<string> {
  const { db, now, config } = tools
  const hash = recoveryCodeHash(derivedKey(config.tickets.pepper, 'recovery code'), session.userId, typed)
  await countingGuesses(tools, session.userId, () => spendRecoveryCode(db, session.userId, hash, now()))
  return goOn(tools, session, 'recovery-code')
}

async function isFreshAppCode({ db, now, config }: StepTools, userId: number, typed: string): Promise<boolean> {
  const sealed = (await findApp(db, userId))?.secret
  const secret = sealed && openSecret(derivedKey(config.tickets.pepper, 'authenticator app'), userId, sealed)
  const step = secret ? stepOfCode(secret, typed, now()) : null
  return step !== null && Boolean(sealed) && spendStep(db, { userId, sealed: sealed as Buffer, step })
}

/** Wrong codes count for the account, whichever session sends them; a right one forgets them. */
function countingGuesses({ attempts }: StepTools, userId: number, isRight: () => Promise<boolean>): Promise<void> {
  const counted = [secondStepKey(userId)]
  return guesses.run(userId, async () => {
    await attempts.refuseWhileBlocked(counted)
    if (await isRight()) return attempts.forget(counted)
    await attempts.countFailure(counted)
    throw new Refusal('second-factor-wrong')
  })
}

function goOn({ db, now }: StepTools, { id, userId }: Session, way: SecondStepWay): Promise<string> {
  const at = now()
  return db.transaction().execute(async db => {
    const sessionId = await passSecondStep(db, id, at)
    if (sessionId === null) throw new Refusal('session-needed')
    await recordEvent(db, { kind: 'second-step-passed', at, actorId: userId, details: { way } })
    return sessionId
  })
}
