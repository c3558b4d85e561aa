import { z } from 'zod'

export const browserName = z.enum(['chrome', 'edge', 'firefox', 'opera', 'safari', 'samsung'])
export type BrowserName = z.infer<typeof browserName>
export const systemName = z.enum(['android', 'chromeos', 'ios', 'linux', 'macos', 'windows'])
export type SystemName = z.infer<typeof systemName>

/** A session of the account that is signed in. `browser` and `system` are null if the browser does not name them. */
const ownSession = z
  .object({
    id: z.uuid(),
    browser: browserName.nullable(),
    system: systemName.nullable(),
    signedInAt: z.iso.datetime(),
    lastSeenAt: z.iso.datetime().describe('to the minute for the staff, to ten minutes for players'),
    isThisOne: z.boolean().describe('whether it is the session that asks'),
  })
  .meta({ id: 'OwnSession' })
export type OwnSession = z.infer<typeof ownSession>

/** The sessions that are open, the one seen last first. */
export const ownSessions = z.object({ items: z.array(ownSession) }).meta({ id: 'OwnSessions' })
