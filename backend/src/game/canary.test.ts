import { expect, test } from 'vitest'
import { startBackend } from '../../test/backend.ts'
import { generationTools, scratchFolder, theTipTop } from '../../test/generation.ts'
import { makeContest, signedInClient } from '../../test/make.ts'
import { drawCodes } from '../tickets/generation/draw-tickets.ts'
import { readPrintFile } from '../tickets/generation/files/print-file.ts'
import { generateTickets } from '../tickets/generation/generate-tickets.ts'
import { hashCode } from '../tickets/ticket/code-hash.ts'
import { CANARY_POSITION, maskPrize, openingOf } from '../tickets/ticket/opening.ts'
import { verifyTickets } from '../tickets/verify-tickets.ts'

const backend = await startBackend()
const { tools } = backend
const { pepper } = tools.config.tickets
const { id: contestId } = await makeContest(tools)

/** A canary of the contest whose code is known, as only a leak makes it known. */
async function makeCanary(id: number) {
  const [code] = drawCodes(1) as [never]
  await tools.owner
    .insertInto('tickets')
    .values({
      id,
      contest_id: contestId,
      masked_prize: maskPrize(CANARY_POSITION, openingOf(pepper, code)),
      code_hash: hashCode(pepper, code),
    })
    .execute()
  return code
}

const tried = () =>
  tools.db
    .selectFrom('audit_events')
    .select(['actor_id', 'ticket_id', 'details'])
    .where('kind', '=', 'canary-tried')
    .orderBy('id')
    .execute()

test('a canary that is tried is answered like an unknown code, and rings: a leak', async () => {
  const code = await makeCanary(1)
  const player = await signedInClient(backend)
  const { status, body } = await player.post('/plays', { code })
  expect([status, body.code]).toEqual([404, 'ticket-unknown'])
  expect(body).toEqual({ ...(await player.post('/plays', { code: drawCodes(1)[0] })).body, instance: body.instance })
  expect(await tried()).toEqual([
    { actor_id: player.userId, ticket_id: 1, details: { suspicion: 'leak', wrongCodes: 0 } },
  ])
  expect((await backend.app.inject('/metrics')).body).toContain('tiptop_canary_attempts_total{suspicion="leak"} 1')
})

test('after very many wrong codes it reads as enumeration', async () => {
  const code = await makeCanary(2)
  const player = await signedInClient(backend, {}, '192.0.2.77')
  for (let wrong = 0; wrong < 9; wrong++) await player.post('/plays', { code: drawCodes(1)[0] })
  await player.post('/plays', { code })
  expect((await tried()).at(-1)).toMatchObject({ details: { suspicion: 'enumeration', wrongCodes: 18 } })
})

test('canaries are drawn with the tickets, in no print file, and part of the commitment', async () => {
  const generating = await generationTools()
  const printFile = `${await scratchFolder()}/codes.csv`
  await generateTickets(generating, { contest: await theTipTop(), count: 1_200, canaries: 20, printFile })
  const { db } = generating.connection
  expect(await db.selectFrom('tickets').select('id').execute()).toHaveLength(1_220)
  const printed: string[] = []
  for await (const { code } of readPrintFile(printFile)) printed.push(hashCode(pepper, code).toString('hex'))
  expect(printed).toHaveLength(1_200)
  const { found } = await verifyTickets({ db }, { contest: 'the-tip-top', pepper })
  expect(found).toMatchObject({ holds: true, ticketCount: { recorded: 1_220, tickets: 1_220 } })
  const rows = await db.selectFrom('tickets').select('code_hash').execute()
  expect(rows.filter(({ code_hash }) => !printed.includes(code_hash.toString('hex')))).toHaveLength(20)
})
