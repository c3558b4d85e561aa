import { expect, test } from 'vitest'
import { reached } from '../../../scripts/diagrams/reached.ts'
import { Client } from '../../test/client.ts'
import { DECLARED, startCounter } from '../../test/counter.ts'
import { foldCounts } from '../statistics/fold-counts.ts'

const { backend, employee, played, later } = await startCounter({ tickets: 20 })
const sacha = await employee()
const pending = async (who = sacha) => (await who.get('/handover/count')).body.pending

test('an employee sees how many prizes are pending; plays, handovers and undos change it at once [1.2/H]', async () => {
  expect(await pending()).toBe(0)
  const tickets = [await played(), await played(), await played()]
  expect(await pending()).toBe(3)
  reached('1.2/H')
  const [first, second] = tickets
  await Promise.all([first, second].map(ticket => sacha.post(`${ticket?.url}/claim`, DECLARED)))
  expect(await pending()).toBe(1)
  await foldCounts(backend.tools)
  expect(await pending()).toBe(1)
  await sacha.post(`${first?.url}/undo`, { reason: 'Mauvais coffret' })
  expect(await pending()).toBe(2)
})

test('the number equals that of the list of pending tickets', async () => {
  await played()
  expect((await sacha.get('/handover/tickets?status=pending')).body.items).toHaveLength(await pending())
})

test('only the staff see how many prizes are pending', async () => {
  expect((await new Client(backend).get('/handover/count')).status).toBe(401)
  const { player } = await played()
  expect((await player.get('/handover/count')).status).toBe(403)
})

test('once the claim deadline has passed nothing is pending any more', async () => {
  expect(await pending()).toBeGreaterThan(0)
  later(59 * 86_400_000 + 60_000)
  expect(await pending(await employee())).toBe(0)
})
