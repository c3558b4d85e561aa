import type { Statistics } from '@tiptop/contract/statistics.ts'
import { expect, test } from 'vitest'
import { countTickets } from './count-tickets.ts'
import { ticketFilterIn } from './ticket-filter.ts'

const figures = (slug: string, allotted: number, played: number, handedOver: number) => ({
  prize: { slug, name: { fr: slug, en: slug }, description: { fr: '', en: '' }, valueCents: null },
  allotted,
  played,
  handedOver,
  remaining: allotted - handedOver,
})
const statistics: Pick<Statistics, 'prizes'> = {
  prizes: [figures('infuseur', 600, 100, 30), figures('the', 200, 10, 1)],
}

test('the figures say how many tickets there are of each status and prize', () => {
  expect(countTickets(statistics, {})).toBe(800)
  expect(countTickets(statistics, { status: 'unclaimed' })).toBe(690)
  expect(countTickets(statistics, { status: 'pending', prize: 'infuseur' })).toBe(70)
  expect(countTickets(statistics, { status: 'claimed', prize: 'the' })).toBe(1)
  expect(countTickets(statistics, { prize: 'the' })).toBe(10)
  expect(countTickets(statistics, { status: 'unclaimed', prize: 'the' })).toBe(0)
})

test('in a period they say how many tickets were played, not what became of them', () => {
  const period = { from: '2026-11-01' }
  expect(countTickets(statistics, { ...period, prize: 'infuseur' })).toBe(100)
  expect(countTickets(statistics, { ...period, status: 'claimed' })).toBeNull()
  expect(countTickets(statistics, { ...period, status: 'unclaimed' })).toBe(0)
  expect(countTickets(statistics, { player: 3 })).toBeNull()
})

test('an address with one wrong filter still gives the others', () => {
  const asked = (query: string) => ticketFilterIn(new URLSearchParams(query))
  expect(asked('status=pending&prize=infuseur&from=2026-11-01&player=12')).toEqual({
    status: 'pending',
    prize: 'infuseur',
    from: '2026-11-01',
    player: 12,
  })
  expect(asked('status=lost&prize=<script>&from=hier&player=0&to=2026-11-02')).toEqual({ to: '2026-11-02' })
})
