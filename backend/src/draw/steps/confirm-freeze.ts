import { recordEvent } from '../../audit/record-event.ts'
import { openConnection } from '../../database/connection.ts'
import { Refusal } from '../../refusal.ts'
import type { Tools } from '../../tools.ts'
import { freezeList } from '../list/freeze-list.ts'
import type { DrawPerson } from '../person.ts'
import { findDrawContest, lockDraw } from '../record/draw-contest.ts'
import { readRecord } from '../record/draw-record.ts'
import { confirmStep, FREEZE } from './confirmations.ts'

type FreezeTools = Pick<Tools, 'config' | 'now'>

/**
 * Confirms that the list is to be frozen; the second person's confirmation freezes it. Does nothing if it is frozen.
 * Refuses `draw-too-early`, `draw-list-empty`, `draw-same-person`.
 */
export async function confirmFreeze({ config, now }: FreezeTools, person: DrawPerson): Promise<void> {
  const at = now()
  // A large list takes longer than a connection of the pool may.
  const connection = await openConnection(config.database, 'tiptop-draw')
  try {
    const contest = await findDrawContest(connection.db, config.contest)
    await connection.db.transaction().execute(async db => {
      await lockDraw(db, contest.id)
      if ((await readRecord(db, contest.id)).list) return
      if (at < contest.claimsUntil) throw new Refusal('draw-too-early')
      const both = await confirmStep(db, { contestId: contest.id, person, inputs: FREEZE, now: at })
      if (!both) return
      const announcedRound = config.draw.round
      const frozen = await freezeList(db, contest, { ...both, pepper: config.tickets.pepper, announcedRound, now: at })
      const details = { root: frozen.root.toString('hex'), count: frozen.count, round: announcedRound }
      await recordEvent(db, { kind: 'draw-list-frozen', at, actorId: person.userId, details })
    })
  } finally {
    await connection.close()
  }
}
