import { readCode } from '@tiptop/contract/code-reading.ts'
import { beforeEach, expect, test } from 'vitest'
import { waysToType } from '../../../contract/test/typed-codes.ts'
import { startBackend } from '../../test/backend.ts'
import { makeContest, makeTickets, signedInClient } from '../../test/make.ts'

const backend = await startBackend()
const { db } = backend.tools
const contest = await makeContest(backend.tools)
const codes = await makeTickets(backend.tools, contest.prizeIds[1] as number, 60)
const player = await signedInClient(backend)

const attempts = () => db.selectFrom('attempt_limits').selectAll().execute()

beforeEach(async () => {
  await db.deleteFrom('attempt_limits').execute()
})

test.each(waysToType)('the API plays a code typed $name, or refuses to choose', async ({ type }) => {
  for (const code of codes.splice(0, 5)) {
    const { status, body } = await player.post('/plays', { code: type(code) })
    if (readCode(type(code)).code) expect(body.ticket?.code, type(code)).toBe(code)
    else expect([status, body.code], type(code)).toEqual([400, 'invalid-code-format'])
  }
  expect(await attempts()).toEqual([])
})

test('a text that can be read as two codes costs no attempt, and a wrong code costs one', async () => {
  for (const typed of ['WÈWÉVAGUFB', 'ABCDE-FGHJ', 'AB-CDE-FGHJ'])
    expect((await player.post('/plays', { code: typed })).body.code).toBe('invalid-code-format')
  expect(await attempts()).toEqual([])
  expect((await player.post('/plays', { code: 'wèwévagufb' })).body.code).toBe('ticket-unknown')
  expect((await attempts()).map(({ failures }) => failures)).toEqual([1])
})
