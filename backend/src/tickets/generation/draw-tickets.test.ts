import { TICKET_ALPHABET } from '@tiptop/contract/ticket-code.ts'
import { expect, test } from 'vitest'
import { reached } from '../../../../scripts/diagrams/reached.ts'
import { openAllotment } from '../allotment/allotment.ts'
import { ENTRY_BYTES } from '../commitment/entry.ts'
import { HASH_BYTES } from '../commitment/merkle-tree.ts'
import { openDrawThread } from './draw-thread.ts'
import { drawCodes, drawTickets } from './draw-tickets.ts'

/**
 * How far counts are from equal ones, in units of a chi-square; its degrees of freedom are one less than the counts.
 */
function unevenness(counts: number[]): number {
  const expected = counts.reduce((sum, count) => sum + count) / counts.length
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
}

/** A fair draw exceeds this once in about 10^12 (Wilson and Hilferty's approximation at seven sigma). */
function bound(degrees: number): number {
  return degrees * (1 - 2 / (9 * degrees) + 7 * Math.sqrt(2 / (9 * degrees))) ** 3
}

test('codes are ten symbols of the alphabet, each as likely as the others at each place', () => {
  const codes = drawCodes(60_000)
  expect(codes.every(code => code.length === 10)).toBe(true)
  for (let place = 0; place < 10; place++) {
    const counts = [...TICKET_ALPHABET].map(symbol => codes.filter(code => code[place] === symbol).length)
    expect(counts.reduce((sum, count) => sum + count)).toBe(60_000)
    expect(unevenness(counts)).toBeLessThan(bound(30))
  }
})

test('the allotment has exactly the quotas [1.1/T]', () => {
  const positions = openAllotment([600, 0, 399, 1])(1_000)
  const count = (position: number) => positions.filter(drawn => drawn === position).length
  expect([1, 2, 3, 4].map(count)).toEqual([600, 0, 399, 1])
  reached('1.1/T')
  expect(positions).toHaveLength(1_000)
})

test('a prize is as likely at any place of the allotment [1.1/T]', () => {
  const wins = new Array<number>(20).fill(0)
  for (let draw = 0; draw < 20_000; draw++) {
    const place = openAllotment([19, 1])(20).indexOf(2)
    wins[place] = (wins[place] ?? 0) + 1
  }
  expect(unevenness(wins)).toBeLessThan(bound(19))
  reached('1.1/T')
})

test('every order of three prizes is as likely as the others [1.1/T]', () => {
  const orders = new Map<string, number>()
  for (let draw = 0; draw < 30_000; draw++) {
    const order = openAllotment([1, 1, 1])(3).join('')
    orders.set(order, (orders.get(order) ?? 0) + 1)
  }
  expect(orders.size).toBe(6)
  expect(unevenness([...orders.values()])).toBeLessThan(bound(5))
  reached('1.1/T')
})

test('the thread draws what was asked for, in order, and rejects batches once it has ended', async () => {
  const pepper = 'a pepper for tests, long enough to be taken as one'
  const thread = openDrawThread(pepper)
  const batch = (firstId: number, count: number) => ({
    contestId: 7,
    firstId,
    positions: openAllotment([count])(count),
  })
  const [first, second] = await Promise.all([thread.draw(batch(1, 3_000)), thread.draw(batch(3_001, 2))])
  expect(first.entries).toHaveLength(3_000 * ENTRY_BYTES)
  expect(second.leaves).toHaveLength(2 * HASH_BYTES)
  expect(second.rows).toHaveLength(drawTickets(pepper, batch(1, 2)).rows.length)
  await thread.close()
  await expect(thread.draw(batch(1, 1))).rejects.toThrow('has ended')
})

test('a batch that the thread cannot draw, or still has to draw when it is closed, is rejected, not waited for', async () => {
  const batch = { contestId: 7, firstId: 1, positions: openAllotment([2])(2) }
  const faulty = openDrawThread('a pepper for tests, long enough to be taken as one')
  const answers = [faulty.draw({ ...batch, positions: undefined as never }), faulty.draw(batch)]
  for (const { status, reason } of (await Promise.allSettled(answers)) as PromiseRejectedResult[])
    expect([status, String(reason)]).toEqual(['rejected', expect.stringContaining('TypeError')])
  const closed = openDrawThread('a pepper for tests, long enough to be taken as one')
  const waiting = expect(closed.draw(batch)).rejects.toThrow('has ended')
  await closed.close()
  await waiting
})
