import type { LimitedKey } from '../attempts/attempt-limit.ts'
import { recordEvent } from '../audit/record-event.ts'
import type { Tools } from '../tools.ts'

type CanaryAttempt = { ticketId: number; playerId: number; keys: LimitedKey[]; at: Date }

/**
 * Notes that a canary was tried: a code that no receipt has. Guessing meets one in 10^13 trials, so it is a leak, unless
 * the wrong codes of this account and address show that very many were tried.
 */
export async function recordCanary(
  { db, metrics }: Pick<Tools, 'db' | 'metrics'>,
  { ticketId, playerId, keys, at }: CanaryAttempt,
): Promise<void> {
  const { failures } = await db
    .selectFrom('attempt_limits')
    .select(({ fn }) => fn.sum<number | null>('failures').as('failures'))
    .where(
      'key',
      'in',
      keys.map(({ key }) => key),
    )
    .where('window_ends_at', '>', at)
    .executeTakeFirstOrThrow()
  const wrongCodes = Number(failures ?? 0)
  const suspicion = keys.some(({ limit }) => wrongCodes >= limit.allowed) ? 'enumeration' : 'leak'
  metrics.canaries.inc({ suspicion })
  await recordEvent(db, { kind: 'canary-tried', at, actorId: playerId, ticketId, details: { suspicion, wrongCodes } })
}
