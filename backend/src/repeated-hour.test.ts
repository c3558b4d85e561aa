import { expect, test } from 'vitest'
import { DECLARED, startCounter } from '../test/counter.ts'
import { faultLine } from './audit/operator-words.ts'

const WINTER_AGAIN = new Date('2026-10-25T01:30:00Z')

test('the mail about a handover in the hour that October repeats says which of the two it was', async () => {
  const dates = { opensAt: new Date('2026-10-01T08:00:00Z'), claimsUntil: new Date('2026-12-31T08:00:00Z') }
  const { backend, employee, played } = await startCounter({
    tickets: 2,
    dates: { ...dates, playsUntil: dates.claimsUntil },
  })
  backend.clock.at = WINTER_AGAIN
  const [sacha, { url }] = [await employee(), await played({ email: 'nuit@example.test' })]
  await sacha.post(`${url}/claim`, DECLARED)
  await backend.app.background.settled()
  expect(backend.outbox.at(-1)?.text).toContain('25 octobre 2026 à 2\u00a0h\u00a030 (UTC+1)')
})

test('two minutes never read the same in what an operator reads of the audit trail', () => {
  const minutes = Array.from(
    { length: 6 * 60 },
    (_, minute) => new Date(Date.parse('2026-10-24T22:00:00Z') + minute * 60_000),
  )
  const lines = minutes.map(since => faultLine({ kind: 'unsealed', count: 1, from: 1, to: 1, since }))
  expect(new Set(lines).size).toBe(minutes.length)
})
