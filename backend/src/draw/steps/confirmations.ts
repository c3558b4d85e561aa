import { CONFIRMATION_MINUTES, type DrawRole, type DrawStep } from '@tiptop/contract/grand-draw.ts'
import { recordEvent } from '../../audit/record-event.ts'
import type { Db } from '../../database/database.ts'
import { Refusal } from '../../refusal.ts'
import type { DrawPerson } from '../person.ts'

/** What is confirmed. To freeze needs no inputs; its attempt is 0. */
export type StepInputs = {
  step: DrawStep
  attempt: number
  number: string | null
  round: number | null
  reason: string | null
}
export type Confirmation = StepInputs & { role: DrawRole; userId: number; at: Date }

export const FREEZE: StepInputs = { step: 'freeze', attempt: 0, number: null, round: null, reason: null }

export function lapsesAt({ at }: { at: Date }): Date {
  return new Date(at.getTime() + CONFIRMATION_MINUTES * 60_000)
}

/** Whether both people confirm the same. */
export function agree(one: StepInputs, other: StepInputs): boolean {
  return one.number === other.number && one.round === other.round && one.reason === other.reason
}

/** The newest confirmation of this role at this step, if it has not lapsed. */
export async function findInForce(
  db: Db,
  contestId: number,
  { step, attempt, role }: Pick<Confirmation, 'step' | 'attempt' | 'role'>,
  now: Date,
): Promise<Confirmation | null> {
  const [newest] = await listConfirmations(db, contestId, { step, attempt, role })
  return newest && now < lapsesAt(newest) ? newest : null
}

/** Every confirmation of this role at this step, the newest first. */
export async function listConfirmations(
  db: Db,
  contestId: number,
  { step, attempt, role }: Pick<Confirmation, 'step' | 'attempt' | 'role'>,
): Promise<Confirmation[]> {
  const rows = await db
    .selectFrom('draw_confirmations')
    .selectAll()
    .where('contest_id', '=', contestId)
    .where('step', '=', step)
    .where('attempt', '=', attempt)
    .where('role', '=', role)
    .orderBy('id', 'desc')
    .execute()
  return rows.map(row => ({
    step,
    attempt,
    role,
    number: row.number,
    round: row.drand_round,
    reason: row.reason,
    userId: row.user_id,
    at: row.at,
  }))
}

type ConfirmedStep = { contestId: number; person: DrawPerson; inputs: StepInputs; now: Date }

/**
 * Writes a confirmation down, unless the same person confirmed the same a moment ago, and finds the other person's.
 * Refuses `draw-same-person`, and `role-needed` if the session remembers a role that was taken away. @returns both people's numbers if they agree, or null while the other one is awaited
 */
export async function confirmStep(db: Db, { contestId, person, inputs, now }: ConfirmedStep) {
  const { userId, sessionId, role } = person
  if (!(await hasRole(db, person))) throw new Refusal('role-needed')
  const own = await findInForce(db, contestId, { ...inputs, role }, now)
  if (!own || own.userId !== userId || !agree(own, inputs)) {
    const { step, attempt, number, round, reason } = inputs
    await db
      .insertInto('draw_confirmations')
      .values({
        contest_id: contestId,
        step,
        attempt,
        number,
        drand_round: round,
        reason,
        role,
        user_id: userId,
        session_id: sessionId,
        at: now,
      })
      .execute()
    const details = { step, role, ...(number && { attempt, number, round, reason }) }
    await recordEvent(db, { kind: 'draw-confirmed', at: now, actorId: userId, details })
  }
  const other = await findInForce(db, contestId, { ...inputs, role: role === 'admin' ? 'bailiff' : 'admin' }, now)
  if (!other || !agree(other, inputs)) return null
  const [bailiffId, adminId] = role === 'bailiff' ? [userId, other.userId] : [other.userId, userId]
  if (await isSamePerson(db, bailiffId, adminId)) throw new Refusal('draw-same-person')
  return { bailiffId, adminId }
}

async function hasRole(db: Db, { userId, role }: DrawPerson): Promise<boolean> {
  const user = await db
    .selectFrom('users')
    .select('role')
    .where('id', '=', userId)
    .where('disabled_at', 'is', null)
    .executeTakeFirst()
  return user?.role === role
}

async function isSamePerson(db: Db, one: number, other: number): Promise<boolean> {
  const { same } = await db
    .selectNoFrom(({ fn, val }) => fn<boolean>('is_same_person', [val(one), val(other)]).as('same'))
    .executeTakeFirstOrThrow()
  return same
}
