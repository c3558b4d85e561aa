import { recordEvent } from '../../../audit/record-event.ts'
import type { Config } from '../../../config.ts'
import type { DatabaseTools, Db } from '../../../database/database.ts'
import { Refusal } from '../../../refusal.ts'
import { derivedKey } from '../codes/derived-key.ts'
import { replaceRecoveryCodes } from '../codes/queries.ts'
import { drawRecoveryCodes, recoveryCodeHash } from '../codes/recovery-code.ts'
import { lockFactors } from './lock-factors.ts'

type CodeTools = { db: Db; config: Pick<Config, 'tickets'> }

/** Draws ten codes in the place of all former ones. @returns them, as they are shown once */
export async function makeRecoveryCodes({ db, config }: CodeTools, userId: number): Promise<string[]> {
  const codes = drawRecoveryCodes()
  const key = derivedKey(config.tickets.pepper, 'recovery code')
  await replaceRecoveryCodes(
    db,
    userId,
    codes.map(code => recoveryCodeHash(key, userId, code)),
  )
  return codes
}

/** The same when the owner asks for it. Refuses `not-found` if there is no factor that the codes could stand in for. */
export async function replaceOwnCodes(tools: DatabaseTools & CodeTools, userId: number): Promise<string[]> {
  const { db, now, config } = tools
  return db.transaction().execute(async db => {
    const { hasFactor } = await lockFactors(db, userId)
    if (!hasFactor) throw new Refusal('not-found')
    await recordEvent(db, { kind: 'recovery-codes-made', at: now(), actorId: userId })
    return makeRecoveryCodes({ db, config }, userId)
  })
}
