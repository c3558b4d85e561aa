import { expect, test } from 'vitest'
import { asPlayerTicket, handedOverOf, playedTicketOf } from './ticket.ts'

const [playedAt, claimedAt] = [new Date('2026-11-23T10:00:00Z'), new Date('2026-11-24T10:00:00Z')]
const claimUntil = new Date('2026-12-31T23:00:00Z')
const ticket = { code: 'ABCDEFGHJK', playedAt, claimedAt: null, claimUntil }
const said = { code: ticket.code, playedAt: '2026-11-23T10:00:00.000Z', claimUntil: '2026-12-31T23:00:00.000Z' }

test('a prize is pending until its deadline and expired from then on; once claimed it stays so', () => {
  expect(asPlayerTicket(ticket, new Date(claimUntil.getTime() - 1))).toEqual({ ...said, status: 'pending' })
  expect(asPlayerTicket(ticket, claimUntil)).toEqual({ ...said, status: 'expired' })
  const claimed = { ...said, status: 'claimed', claimedAt: '2026-11-24T10:00:00.000Z' }
  for (const now of [claimedAt, claimUntil]) expect(asPlayerTicket({ ...ticket, claimedAt }, now)).toEqual(claimed)
})

test('only the row of a played ticket is one', () => {
  const row = { code: ticket.code, played_at: playedAt, claimed_at: null, claims_until: claimUntil }
  expect(playedTicketOf(row)).toEqual(ticket)
  for (const unplayed of [
    { ...row, code: null },
    { ...row, played_at: null },
  ])
    expect(() => playedTicketOf(unplayed)).toThrow('a played ticket has a code and a time')
})

test('a handover has a person, a time and a shop', () => {
  const shop = { slug: 'nice', name: 'Thé Tip Top Nice', city: 'Nice', postalCode: '06000' }
  const row = { claimed_at: claimedAt, employee_name: 'Sacha Nice', shop }
  expect(handedOverOf(row)).toEqual({ by: 'Sacha Nice', at: '2026-11-24T10:00:00.000Z', shop })
  expect(handedOverOf({ ...row, employee_name: null })?.by).toBe('')
  for (const none of [
    { ...row, claimed_at: null },
    { ...row, shop: null },
  ])
    expect(handedOverOf(none)).toBeNull()
})
