import type { Db } from '../../database/database.ts'
import { Refusal } from '../../refusal.ts'
import { isSignatureOf, publishedAt } from '../choice/beacon.ts'
import { agree, findInForce, listConfirmations, type StepInputs } from './confirmations.ts'

type JudgedInputs = { contestId: number; inputs: StepInputs; now: Date }

/**
 * The bailiff may enter any number until the announced round is published; from then on the last one entered before it
 * counts, because a number chosen with the round in sight would choose the winner.
 * Refuses `draw-round-passed` if there is none, and `draw-number-fixed`.
 */
export async function judgeBailiff(db: Db, { contestId, inputs, now }: JudgedInputs): Promise<void> {
  const { round, number } = inputs
  if (round === null || now < publishedAt(round)) return
  const entered = await listConfirmations(db, contestId, { ...inputs, role: 'bailiff' })
  const fixed = entered.find(before => before.round === round && before.at < publishedAt(round))
  if (!fixed) throw new Refusal('draw-round-passed')
  if (fixed.number !== number) throw new Refusal('draw-number-fixed')
}

/**
 * The administrator confirms what the bailiff has entered, and brings the signature of the announced round.
 * Refuses `draw-number-missing`, `draw-number-changed`, `draw-round-not-out`, `draw-signature-wrong`.
 * @returns the signature, or null if no round was announced
 */
export async function judgeAdmin(
  db: Db,
  { contestId, inputs, now, signature }: JudgedInputs & { signature: string | undefined },
): Promise<Buffer | null> {
  const entered = await findInForce(db, contestId, { ...inputs, role: 'bailiff' }, now)
  if (!entered) throw new Refusal('draw-number-missing')
  if (!agree(entered, inputs)) throw new Refusal('draw-number-changed')
  const { round } = inputs
  if (round === null) return null
  if (now < publishedAt(round)) throw new Refusal('draw-round-not-out')
  const bytes = Buffer.from(signature ?? '', 'hex')
  if (!isSignatureOf(round, bytes)) throw new Refusal('draw-signature-wrong')
  return bytes
}
