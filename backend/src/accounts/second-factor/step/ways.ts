import type { SecondStepWay } from '@tiptop/contract/second-factor.ts'
import type { Db } from '../../../database/database.ts'
import { countRecoveryCodes, findApp } from '../codes/queries.ts'
import { listPasskeys } from '../passkeys/queries.ts'

/** How the owner of an account can pass the second step. */
export async function waysOf(db: Db, userId: number): Promise<SecondStepWay[]> {
  const [passkeys, app, codes] = await Promise.all([
    listPasskeys(db, userId),
    findApp(db, userId),
    countRecoveryCodes(db, userId),
  ])
  const has: Record<SecondStepWay, boolean> = {
    passkey: passkeys.length > 0,
    app: Boolean(app?.secret),
    'recovery-code': codes > 0,
  }
  return (['passkey', 'app', 'recovery-code'] as const).filter(way => has[way])
}
