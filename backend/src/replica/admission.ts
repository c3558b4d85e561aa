import type { Kysely } from 'kysely'
import type { DB } from '../database/schema.ts'
import { rememberPositions } from './positions.ts'
import { primaryState, replicaState } from './queries.ts'

type AdmissionTools = {
  /** the primary */
  db: Kysely<DB>
  now(): Date
  mostLagSeconds: number
}

/** Answers how old the data behind a connection is, or throws {@link Unfit}. */
export type Admit = (replica: Kysely<DB>) => Promise<Date>

/** A server that answers, and may not be read nevertheless. The reason is the label of a metric. */
export class Unfit extends Error {
  readonly reason: 'not-a-replica' | 'behind' | 'own-change'
  constructor(reason: Unfit['reason']) {
    super(`the replica is not read: ${reason}`)
    this.reason = reason
  }
}

/**
 * Decides which server may answer a person: one that replays the log of the primary, holds what this person did last,
 * and lags no more than it may.
 */
export function openAdmission({ db, now, mostLagSeconds }: AdmissionTools): (userId: number) => Promise<Admit> {
  const positions = rememberPositions(mostLagSeconds * 1000)
  return async userId => {
    const at = now()
    const { position, own } = await primaryState(db, userId)
    positions.note({ position, at })
    return async replica => {
      const state = await replicaState(replica, own)
      if (state.position === null) throw new Unfit('not-a-replica')
      const asOf = positions.asOf(state.position)
      if (!asOf) throw new Unfit('behind')
      if (!state.hasEvent) throw new Unfit('own-change')
      return asOf
    }
  }
}
