import { expect, test } from 'vitest'
import { startTrail } from '../../../test/trail.ts'

const { backend, write, seal } = await startTrail()
const shown = async () =>
  Number(/^tiptop_audit_unsealed_seconds (\S+)$/m.exec((await backend.app.inject('/metrics')).body)?.[1])

test('the metric is the age of the oldest event without a seal, and 0 when every event has one', async () => {
  expect(await shown()).toBe(0)
  const start = Date.parse('2026-12-01T08:00:00Z')
  backend.clock.at = new Date(start)
  await write(1)
  backend.clock.at = new Date(start + 60_000)
  await write(1)
  backend.clock.at = new Date(start + 400_000)
  expect(await shown()).toBe(400)
  expect(await seal()).toBe(2)
  expect(await shown()).toBe(0)
})

test('without a database nothing is known, and the other metrics are still read', async () => {
  await backend.tools.db.destroy()
  expect(await shown()).toBeNaN()
  expect((await backend.app.inject('/metrics')).body).toContain('tiptop_plays_total')
})
