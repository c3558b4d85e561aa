import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { atTheEnd } from '../../test/at-the-end.ts'
import { DECLARED, startCounter } from '../../test/counter.ts'
import { signedInClient } from '../../test/make.ts'
import { recordVerification } from '../audit/chain/record-verification.ts'
import { openSealer } from '../audit/chain/seal-events.ts'
import { verifyTrail } from '../audit/chain/verify-trail.ts'
import { openConnection } from '../database/connection.ts'

const counter = await startCounter({ tickets: 40 })
const { backend } = counter
await sql`update contests set ticket_count = 40, generated_at = now(), allotment_digest = '\\x00'`.execute(
  backend.tools.owner,
)
const bailiff = await signedInClient(backend, { role: 'bailiff' })
const overview = async () => (await bailiff.get('/bailiff/overview')).body

test('the bailiff reads how many tickets are unplayed, pending and claimed, in all and by prize', async () => {
  expect((await overview()).tickets).toEqual({ generated: 40, unclaimed: 40, pending: 0, claimed: 0 })
  const employee = await counter.employee()
  const [{ url }] = [await counter.played(), await counter.played(), await counter.played()]
  expect((await employee.post(`${url}/claim`, DECLARED)).status).toBe(200)
  const { tickets, prizes } = await overview()
  expect(tickets).toEqual({ generated: 40, unclaimed: 37, pending: 2, claimed: 1 })
  expect(prizes).toMatchObject([
    { prize: { slug: 'infuseur' }, quota: 600, played: 0, claimed: 0 },
    { prize: { slug: 'coffret-69' }, quota: 400, played: 3, claimed: 1 },
  ])
})

test('the head of the audit trail is the one that a verification computes, and its result is there', async () => {
  await openSealer({ db: backend.tools.db, now: backend.tools.now })()
  const connection = await openConnection({ url: backend.databaseUrl })
  atTheEnd(connection.close)
  const at = backend.tools.now()
  const found = await verifyTrail({ connection, now: () => at }, { onFault: () => {} })
  expect((await overview()).trail).toEqual({
    head: { ...found.head, sealedAt: found.head?.sealedAt.toISOString() },
    verified: null,
  })
  await recordVerification(connection.db, at, found)
  expect((await overview()).trail.verified).toEqual({
    at: at.toISOString(),
    sealed: found.sealed,
    faults: 0,
    event: found.head?.event,
  })
})

test('nothing that the bailiff reads names a person or a code', async () => {
  const { code, player } = await counter.played({ firstName: 'Ysaline', lastName: 'Quernec' })
  const text = JSON.stringify(await overview())
  for (const secret of [code, 'Ysaline', 'Quernec', `"id":${player.userId}`]) expect(text).not.toContain(secret)
})
