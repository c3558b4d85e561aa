import { expect, test } from 'vitest'
import { startBackend } from '../../test/backend.ts'
import { Client } from '../../test/client.ts'
import { generationTools, scratchFolder, theTipTop } from '../../test/generation.ts'
import { generateTickets } from '../tickets/generation/generate-tickets.ts'
import { phaseAt } from './contest.ts'

const dates = {
  opensAt: new Date('2027-01-04T08:00:00Z'),
  playsUntil: new Date('2027-03-05T08:00:00Z'),
  claimsUntil: new Date('2027-03-15T08:00:00Z'),
}
const justBefore = (date: Date) => new Date(date.getTime() - 1)

test('a contest is before, open, claim-only and closed; each date is the first moment of the next phase', () => {
  expect(phaseAt(dates, justBefore(dates.opensAt))).toBe('before')
  expect(phaseAt(dates, dates.opensAt)).toBe('open')
  expect(phaseAt(dates, justBefore(dates.playsUntil))).toBe('open')
  expect(phaseAt(dates, dates.playsUntil)).toBe('claim-only')
  expect(phaseAt(dates, justBefore(dates.claimsUntil))).toBe('claim-only')
  expect(phaseAt(dates, dates.claimsUntil)).toBe('closed')
})

test('without a later claim deadline, playing and claiming end together', () => {
  const together = { ...dates, claimsUntil: dates.playsUntil }
  expect(phaseAt(together, justBefore(dates.playsUntil))).toBe('open')
  expect(phaseAt(together, dates.playsUntil)).toBe('closed')
})

test('GET /contest answers nothing before there is a contest, then dates, phase, prizes', async () => {
  const backend = await startBackend()
  const client = new Client(backend)
  expect(await client.get('/contest')).toMatchObject({ status: 404, body: { code: 'not-found' } })

  const before = new Date('2026-12-01T08:00:00Z')
  const tools = { ...(await generationTools(backend.databaseUrl)), now: () => before }
  const contest = await theTipTop({ opensAt: '2027-01-04T09:00:00+01:00' })
  const order = { contest, count: 100, printFile: `${await scratchFolder()}/codes.csv` }
  await generateTickets(tools, order)

  backend.clock.at = new Date('2027-01-04T07:59:59Z')
  const { status, body } = await client.get('/contest')
  expect(status).toBe(200)
  expect(body).toMatchObject({
    slug: 'the-tip-top',
    phase: 'before',
    opensAt: '2027-01-04T08:00:00.000Z',
    receiptsUntil: '2027-02-03T08:00:00.000Z',
    playsUntil: '2027-03-05T08:00:00.000Z',
    claimsUntil: '2027-03-05T08:00:00.000Z',
    ticketCount: 100,
    grandPrize: { name: { fr: 'Un an de thé', en: 'A year of tea' }, valueCents: 36_000 },
    allotmentDigest: null,
  })
  expect(body.prizes.map((prize: { slug: string; quota: number }) => [prize.slug, prize.quota])).toEqual([
    ['infuseur', 60],
    ['the-detox', 20],
    ['the-signature', 10],
    ['coffret-39', 6],
    ['coffret-69', 4],
  ])
  backend.clock.at = new Date('2027-01-04T08:00:00Z')
  expect((await client.get('/contest')).body.phase).toBe('open')
})
