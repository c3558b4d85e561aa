import type { Role } from '@tiptop/contract/accounts.ts'
import { createSigner, createVerifier } from 'fast-jwt'
import type { Config } from '../../config.ts'
import type { FactorState } from '../second-step/second-step.ts'
import type { Session } from '../session.ts'

/** `auth`: when the person last proved who they are; tokens of the release before had none, nor `factor`. */
type SessionClaims = {
  sid: string
  sub: string
  role: Role
  play: boolean
  auth?: number
  factor?: FactorState
  iat: number
  exp: number
}

/** The signed token of one minute that speaks for a session. */
export function openSessionTokens({ config, now }: { config: Pick<Config, 'session'>; now(): Date }) {
  const { key, tokenSeconds } = config.session
  const sign = createSigner({ key, algorithm: 'HS256' })
  // Expiry is judged here: an expired token may still be renewed, a forged one may not.
  const verify = createVerifier({ key, algorithms: ['HS256'], ignoreExpiration: true, cache: 10_000 })
  const seconds = () => Math.floor(now().getTime() / 1000)

  return {
    make({ id, userId, role, mayPlay, reauthenticatedAt, factor }: Session): string {
      const iat = seconds()
      const facts = { sid: id, sub: String(userId), role, play: mayPlay, auth: reauthenticatedAt, factor }
      return sign({ ...facts, iat, exp: iat + tokenSeconds } satisfies SessionClaims)
    },

    /** The session that a token of ours names, and whether its minute is over; null for any other text. */
    read(token: string | undefined): { session: Session; expired: boolean } | null {
      if (!token) return null
      try {
        const { sid, sub, role, play, auth = 0, factor, exp }: SessionClaims = verify(token)
        const person = { id: sid, userId: Number(sub), role, mayPlay: play, reauthenticatedAt: auth }
        return { session: { ...person, factor: factor ?? 'owed' }, expired: exp <= seconds() || !factor }
      } catch {
        return null
      }
    },
  }
}
