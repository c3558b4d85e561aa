import type { PasskeyAnswer, SecondStepWay } from '@tiptop/contract/second-factor.ts'
import { openLanes } from '../../../attempts/lanes.ts'
import { recordEvent } from '../../../audit/record-event.ts'
import type { Background } from '../../../background/background.ts'
import { Refusal } from '../../../refusal.ts'
import { passSecondStep } from '../../../sessions/second-step/queries.ts'
import type { Session } from '../../../sessions/session.ts'
import type { Tools } from '../../../tools.ts'
import { secondStepKey } from '../../account-limits.ts'
import { stepOfCode } from '../codes/app-code.ts'
import { derivedKey } from '../codes/derived-key.ts'
import { findApp, isSpentRecoveryCode, spendRecoveryCode, spendStep } from '../codes/queries.ts'
import { recoveryCodeHash } from '../codes/recovery-code.ts'
import { openSecret } from '../codes/sealed-secret.ts'
import { verifyPasskey } from '../passkeys/ceremony.ts'
import { spendCounter } from '../passkeys/queries.ts'
import { sendFactorNews } from '../send-news.ts'
import { noteReuse } from './note-reuse.ts'

type StepTools = Pick<Tools, 'db' | 'now' | 'config' | 'attempts'>
/** `background`: sends the mail about a code that was used before. */
type CodeTools = StepTools & Pick<Tools, 'mailer'> & { background: Background }
type CodeJudgement = 'right' | 'wrong' | 'used'

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
export async function passWithApp(tools: CodeTools, session: Session, typed: string): Promise<string> {
  await countingGuesses(tools, session.userId, () => judgeAppCode(tools, session.userId, typed))
  return goOn(tools, session, 'app')
}

/** Passes the second step with a recovery code, which is used up. Refuses and returns as passWithApp. */
export async function passWithRecoveryCode(tools: CodeTools, session: Session, typed: string): Promise<string> {
  const { db, now, config } = tools
  const hash = recoveryCodeHash(derivedKey(config.tickets.pepper, 'recovery code'), session.userId, typed)
  await countingGuesses(tools, session.userId, async () => {
    if (await spendRecoveryCode(db, session.userId, hash, now())) return 'right'
    return (await isSpentRecoveryCode(db, session.userId, hash)) ? 'used' : 'wrong'
  })
  return goOn(tools, session, 'recovery-code')
}

async function judgeAppCode({ db, now, config }: StepTools, userId: number, typed: string): Promise<CodeJudgement> {
  const sealed = (await findApp(db, userId))?.secret
  const secret = sealed && openSecret(derivedKey(config.tickets.pepper, 'authenticator app'), userId, sealed)
  const step = secret ? stepOfCode(secret, typed, now()) : null
  if (!sealed || step === null) return 'wrong'
  if (await spendStep(db, { userId, sealed, step })) return 'right'
  return (await findApp(db, userId))?.last_step === step ? 'used' : 'wrong'
}

/** Wrong and used codes count for the account, whichever session sends them; a right one forgets them. */
function countingGuesses(tools: CodeTools, userId: number, judge: () => Promise<CodeJudgement>): Promise<void> {
  const { attempts, background } = tools
  const counted = [secondStepKey(userId)]
  return guesses.run(userId, async () => {
    await attempts.refuseWhileBlocked(counted)
    const judgement = await judge()
    if (judgement === 'right') return attempts.forget(counted)
    if (judgement === 'used' && (await noteReuse(tools, userId)))
      background.run('reused code mail', () => sendFactorNews(tools, userId, 'code-reused'))
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
