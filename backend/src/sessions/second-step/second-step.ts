import type { Role } from '@tiptop/contract/accounts.ts'
import type { SecondStepAsked } from '@tiptop/contract/second-factor.ts'
import type { Config } from '../../config.ts'
import { isReserved } from '../../reserved.ts'

/** Whether the account of a session has a second factor, and whether this session has passed it. */
export type FactorState = 'none' | 'owed' | 'passed'

/** What a session of staff lacks: to pass the second step, or to set a second factor up because one is compulsory. */
export type SecondStep = SecondStepAsked['secondStep']

type SecondFactorPolicy = Config['staffSecondFactor']

/**
 * What a session lacks under this policy, or null. Staff who have a second factor pass it, whatever the policy and
 * however they signed in. The employee of a verification has none: the account is open for minutes, under an address and
 * a password of 128 bits and more, and reaches reserved tickets alone.
 */
export function lackedStep(
  { userId, role, factor }: { userId: number; role: Role; factor: FactorState },
  policy: SecondFactorPolicy,
): SecondStep | null {
  if (role === 'player' || isReserved(userId) || factor === 'passed') return null
  if (factor === 'owed') return 'pass'
  return isCompulsory(role, policy) ? 'set-up' : null
}

/** Whether an account with this role must have a second factor. */
export function isCompulsory(role: Role, policy: SecondFactorPolicy): boolean {
  if (role === 'player' || policy === 'optional') return false
  return role !== 'employee' || policy === 'all'
}
