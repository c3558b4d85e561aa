import { sql } from 'kysely'
import { openSealer } from '../src/audit/chain/seal-events.ts'
import type { TrailFault } from '../src/audit/chain/trail-fault.ts'
import { verifyTrail } from '../src/audit/chain/verify-trail.ts'
import { recordEvent } from '../src/audit/record-event.ts'
import { type Connection, openConnection } from '../src/database/connection.ts'
import { atTheEnd } from './at-the-end.ts'
import { startBackend } from './backend.ts'

/** A backend whose trail a test writes, seals, verifies, and tampers with. */
export async function startTrail() {
  const backend = await startBackend()
  const { db, owner } = backend.tools
  const connection: Connection = await openConnection({ url: backend.databaseUrl })
  atTheEnd(connection.close)
  const now = () => backend.clock.at ?? new Date()

  return {
    backend,
    db,
    owner,
    /** Another connection to the database, as the backend's role, for what happens at the same time. */
    connect: async () => {
      const other = await openConnection(backend.tools.config.database)
      atTheEnd(other.close)
      return other
    },
    write: async (count: number) => {
      for (let n = 0; n < count; n++)
        await recordEvent(db, { kind: 'signed-in', at: now(), actorId: n, details: { door: 'password', n } })
    },
    seal: openSealer({ db, now }),
    seals: () => db.selectFrom('audit_seals').select(['first_id', 'last_id']).orderBy('first_id').execute(),
    /** A change that no trigger and no grant prevents: that of a superuser who disables the triggers. */
    tamper: async (statement: string) => {
      await sql`set session_replication_role = replica`.execute(connection.db)
      await sql.raw(statement).execute(connection.db)
      await sql`set session_replication_role = origin`.execute(connection.db)
    },
    verify: async (head?: string) => {
      const faults: TrailFault[] = []
      const found = await verifyTrail({ connection, now }, { head, onFault: fault => faults.push(fault) })
      return { ...found, faults }
    },
  }
}
