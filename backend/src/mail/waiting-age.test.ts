import { expect, test } from 'vitest'
import { startBackend } from '../../test/backend.ts'

const backend = await startBackend()
const { db } = backend.tools
const metrics = async () => (await backend.app.inject('/metrics')).body
const shown = async () => Number(/^tiptop_mail_waiting_seconds (\S+)$/m.exec(await metrics())?.[1])

test('the metric is the age of the oldest mail that waits, however often it was tried, and 0 without one', async () => {
  expect(await shown()).toBe(0)
  const start = Date.parse('2026-12-01T08:00:00Z')
  const at = (seconds: number) => new Date(start + seconds * 1000)
  const mails = [0, 60].map(seconds => ({ sealed: Buffer.from('a mail'), queued_at: at(seconds), due_at: at(900) }))
  await db.insertInto('outgoing_mails').values(mails).execute()
  backend.clock.at = at(400)
  expect(await shown()).toBe(400)
  await db.deleteFrom('outgoing_mails').where('queued_at', '=', at(0)).execute()
  expect(await shown()).toBe(340)
})

test('without a database nothing is known of it, and the other metrics are still read', async () => {
  await db.destroy()
  expect(await shown()).toBeNaN()
  expect(await metrics()).toContain('tiptop_plays_total')
})
