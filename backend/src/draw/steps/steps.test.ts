import { expect, test } from 'vitest'
import { REASON, startDraw } from '../../../test/draw.ts'
import { seedOf } from '../choice/seed.ts'

const MINUTE = 60_000
const NUMBER = '271828182845'
const answerOf = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code]

const events = async ({ backend }: Awaited<ReturnType<typeof startDraw>>, kinds: string[]) =>
  backend.tools.db
    .selectFrom('audit_events')
    .select(['kind', 'actor_id', 'details'])
    .where('kind', 'in', kinds)
    .orderBy('id')
    .execute()

test('the list is frozen by the second of two people, not before the claims’ end, and once', async () => {
  const draw = await startDraw()
  await draw.participants(3)
  const early = await draw.meet(new Date('2023-08-20T07:59:00Z'))
  expect(answerOf(await early.admin.post('/draw/freeze', {}))).toEqual([403, 'draw-too-early'])
  expect((await early.state()).phase).toBe('claims-open')

  const { bailiff, admin, state } = await draw.meet()
  expect((await state()).phase).toBe('ready')
  expect((await admin.post('/draw/freeze', {})).body).toMatchObject({ list: null })
  expect((await admin.post('/draw/freeze', {})).body.confirmations).toMatchObject([{ role: 'admin', own: true }])
  expect((await state()).confirmations).toMatchObject([{ step: 'freeze', role: 'admin', own: false, number: null }])
  await draw.later(15 * MINUTE)
  // The administrator's confirmation has lapsed, so the bailiff's waits for another one.
  expect((await bailiff.post('/draw/freeze', {})).body).toMatchObject({
    list: null,
    confirmations: [{ role: 'bailiff', own: true }],
  })
  await draw.later(15 * MINUTE - 1)
  const frozen = await admin.post('/draw/freeze', {})
  expect(frozen.body).toMatchObject({ phase: 'frozen', list: { count: 3 }, confirmations: [] })
  expect((await bailiff.post('/draw/freeze', {})).body.list).toEqual(frozen.body.list)
  await draw.participant().catch(() => {})
  expect((await state()).list).toEqual(frozen.body.list)
  expect(
    (await events(draw, ['draw-confirmed', 'draw-list-frozen'])).map(({ kind, actor_id }) => [kind, actor_id]),
  ).toEqual([
    ['draw-confirmed', admin.userId],
    ['draw-confirmed', bailiff.userId],
    ['draw-confirmed', admin.userId],
    ['draw-list-frozen', admin.userId],
  ])
})

test('two administrators, a player and an employee freeze nothing; nor does a bailiff who is the administrator', async () => {
  const draw = await startDraw()
  await draw.participant()
  const { admin, bailiff, state } = await draw.meet()
  const colleague = await draw.person({ role: 'admin' })
  for (const who of [admin, colleague]) expect((await who.post('/draw/freeze', {})).status).toBe(200)
  for (const role of ['player', 'employee'] as const) {
    const who = await draw.person({ role, ...(role === 'employee' && { shopId: draw.nice }) })
    expect(answerOf(await who.post('/draw/freeze', {}))).toEqual([403, 'role-needed'])
  }
  expect((await state()).list).toBeNull()
  const { first_name, last_name, birth_date } = await draw.backend.tools.owner
    .selectFrom('users')
    .selectAll()
    .where('id', '=', colleague.userId)
    .executeTakeFirstOrThrow()
  const facts = { firstName: first_name, lastName: last_name, birthDate: birth_date }
  const same = await draw.person({ role: 'bailiff', ...facts })
  expect(answerOf(await same.post('/draw/freeze', {}))).toEqual([403, 'draw-same-person'])
  expect((await bailiff.post('/draw/freeze', {})).body.list).not.toBeNull()
})

test('an empty list is not frozen', async () => {
  const draw = await startDraw()
  const { bailiff, admin, state } = await draw.meet()
  await bailiff.post('/draw/freeze', {})
  expect(answerOf(await admin.post('/draw/freeze', {}))).toEqual([409, 'draw-list-empty'])
  expect((await state()).list).toBeNull()
})

test('the bailiff brings the number, an administrator confirms it, and another number voids what was confirmed', async () => {
  const draw = await startDraw()
  await draw.participants(9)
  const { bailiff, admin, freeze, state } = await draw.meet()
  const ask = (who: typeof admin, number: string) => who.post('/draw/draw', { after: 0, number })
  expect(answerOf(await ask(bailiff, NUMBER))).toEqual([409, 'draw-not-frozen'])
  await freeze()
  expect(answerOf(await ask(admin, NUMBER))).toEqual([409, 'draw-number-missing'])
  expect((await ask(bailiff, NUMBER)).body.confirmations).toMatchObject([
    { role: 'bailiff', number: NUMBER, own: true },
  ])
  expect((await ask(bailiff, '314159265358')).body.confirmations).toMatchObject([{ number: '314159265358' }])
  expect(answerOf(await ask(admin, NUMBER))).toEqual([409, 'draw-number-changed'])
  await ask(bailiff, NUMBER)
  await draw.later(15 * MINUTE)
  expect(answerOf(await ask(admin, NUMBER))).toEqual([409, 'draw-number-missing'])
  expect((await state()).draws).toEqual([])
  await ask(bailiff, NUMBER)
  const drawn = await ask(admin, NUMBER)
  expect(drawn.body).toMatchObject({
    phase: 'drawn',
    draws: [{ attempt: 1, number: NUMBER, reason: null, beacon: null }],
  })
  expect(drawn.body.draws[0].ranks.map(({ rank, state }: { rank: number; state: string }) => [rank, state])).toEqual([
    [1, 'winner'],
    ...[2, 3, 4, 5, 6].map(rank => [rank, 'waiting']),
  ])
  for (const who of [admin, bailiff]) expect((await ask(who, NUMBER)).body.draws).toEqual(drawn.body.draws)
  for (const who of [admin, bailiff]) expect(answerOf(await ask(who, '999999999'))).toEqual([409, 'draw-made-already'])
})

test('a draw is repeated with a reason and another number alone, and keeps the first; both are told apart everywhere', async () => {
  const draw = await startDraw()
  await draw.participants(9)
  const { bailiff, admin, freeze, draw: make, state } = await draw.meet()
  await freeze()
  await make(NUMBER)
  const first = (await state()).draws[0]
  expect((await bailiff.post('/draw/draw', { after: 1, number: '4444444' })).status).toBe(400)
  const again = { after: 1, reason: REASON }
  expect(answerOf(await bailiff.post('/draw/draw', { ...again, number: NUMBER }))).toEqual([409, 'draw-number-used'])
  expect(answerOf(await bailiff.post('/draw/draw', { ...again, after: 2, number: '5555555' }))).toEqual([
    409,
    'draw-not-made',
  ])
  await bailiff.post('/draw/draw', { ...again, number: '4444444' })
  const other = { ...again, number: '4444444', reason: 'Une tout autre raison que celle-là' }
  expect(answerOf(await admin.post('/draw/draw', other))).toEqual([409, 'draw-number-changed'])
  expect((await make('4444444', again)).status).toBe(200)
  const { draws } = await state()
  expect(draws).toMatchObject([
    { ...first, ranks: first?.ranks.map(rank => ({ ...rank, state: 'void' })) },
    { attempt: 2, number: '4444444', reason: REASON },
  ])
  expect(await events(draw, ['grand-draw-made'])).toMatchObject([
    { actor_id: admin.userId, details: { attempt: 1, number: NUMBER, seed: draws[0]?.seed } },
    { actor_id: admin.userId, details: { attempt: 2, number: '4444444', seed: draws[1]?.seed, reason: REASON } },
  ])
  expect((await bailiff.post('/draw/claim', { rank: 1, identityChecked: true })).status).toBe(200)
  const third = { after: 2, reason: REASON, number: '66666666' }
  expect(answerOf(await bailiff.post('/draw/draw', third))).toEqual([409, 'draw-prize-claimed'])
})

test('the commitment that was deposited before the opening is part of what the draw is computed from', async () => {
  const draw = await startDraw()
  await draw.participants(2)
  const root = Buffer.alloc(32, 7)
  const generated = { ticket_count: 120, generated_at: new Date('2023-05-01T08:00:00Z'), first_ticket_id: 1 }
  const committed = { commitment_format: 1, commitment_root: root, print_file_sha256: Buffer.alloc(32) }
  await draw.backend.tools.owner
    .updateTable('contests')
    .set({ ...generated, ...committed })
    .execute()
  const { freeze, draw: make, state } = await draw.meet()
  await freeze()
  await make(NUMBER)
  const { commitment, list, draws } = await state()
  expect([commitment, draws[0]?.commitment]).toEqual([root.toString('hex'), root.toString('hex')])
  const inputs = { root: Buffer.from(list?.root ?? '', 'hex'), number: NUMBER, randomness: Buffer.alloc(0) }
  expect(draws[0]?.seed).toBe(seedOf({ ...inputs, commitment: root }).toString('hex'))
})

test('ten draws at once make one', async () => {
  const draw = await startDraw()
  await draw.participants(4)
  const { bailiff, admin, freeze, state } = await draw.meet()
  const colleague = await draw.person({ role: 'admin' })
  await freeze()
  await bailiff.post('/draw/draw', { after: 0, number: NUMBER })
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, n) => (n % 2 ? admin : colleague).post('/draw/draw', { after: 0, number: NUMBER })),
  )
  expect(answers.map(({ status }) => status)).toEqual(new Array(10).fill(200))
  const { draws } = await state()
  expect(draws).toHaveLength(1)
  for (const { body } of answers) expect(body.draws).toEqual(draws)
  expect(await events(draw, ['grand-draw-made'])).toHaveLength(1)
})

const ROUND_1000 = 'b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39'
const ROUND_2 = 'b6b6a585449b66eb12e875b64fcbab3799861a00e4dbf092d99e969a5eac57dd3f798acf61e705fe4f093db926626807'

test('with an announced round, the number is entered before it, and its signature decides with it', async () => {
  const draw = await startDraw({ env: { DRAND_ROUND: '1000' } })
  await draw.participants(9)
  const { bailiff, admin, freeze, state } = await draw.meet()
  expect((await state()).announcedRound).toMatchObject({ round: 1000, publishedAt: '2023-08-23T15:59:24.000Z' })
  await freeze()
  const enter = (number: string) => bailiff.post('/draw/draw', { after: 0, number })
  const confirm = (number: string, signature?: string) => admin.post('/draw/draw', { after: 0, number, signature })
  await draw.later(20 * MINUTE)
  await enter('1111111')
  await enter(NUMBER)
  expect(answerOf(await confirm(NUMBER, ROUND_1000))).toEqual([409, 'draw-round-not-out'])
  await draw.later(10 * MINUTE)
  expect(answerOf(await enter('1111111'))).toEqual([409, 'draw-number-fixed'])
  expect(answerOf(await confirm(NUMBER))).toEqual([400, 'draw-signature-wrong'])
  expect(answerOf(await confirm(NUMBER, ROUND_2))).toEqual([400, 'draw-signature-wrong'])
  await draw.later(60 * MINUTE)
  expect(answerOf(await confirm(NUMBER, ROUND_1000))).toEqual([409, 'draw-number-missing'])
  expect((await enter(NUMBER)).status).toBe(200)
  const { body } = await confirm(NUMBER, ROUND_1000)
  expect(body.draws).toMatchObject([
    {
      number: NUMBER,
      beacon: {
        round: 1000,
        signature: ROUND_1000,
        randomness: 'fe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd',
      },
    },
  ])
  // A repeated draw needs a round that is not out yet, or the number would choose the winner.
  const again = await bailiff.post('/draw/draw', { after: 1, number: '7777777', reason: REASON })
  expect(answerOf(again)).toEqual([409, 'draw-round-passed'])
})

test('a round that is out after a number was entered stands, whatever is announced later', async () => {
  const draw = await startDraw({ env: { DRAND_ROUND: '1000' } })
  await draw.participants(5)
  const { bailiff, admin, freeze, state } = await draw.meet()
  await freeze()
  const ask = (who: typeof admin, signature?: string) => who.post('/draw/draw', { after: 0, number: NUMBER, signature })
  await ask(bailiff)
  await draw.later(40 * MINUTE)
  draw.backend.tools.config.draw.round = 9_999_999
  expect((await state()).announcedRound?.round).toBe(1000)
  expect((await ask(bailiff)).status).toBe(200)
  expect((await ask(admin, ROUND_1000)).body.draws).toMatchObject([{ beacon: { round: 1000 } }])
})

test('a role that was taken away a moment ago confirms nothing, although the session remembers it', async () => {
  const draw = await startDraw()
  await draw.participant()
  const { bailiff, admin } = await draw.meet()
  await draw.backend.tools.owner.updateTable('users').set({ role: 'player' }).where('id', '=', admin.userId).execute()
  await bailiff.post('/draw/freeze', {})
  expect(answerOf(await admin.post('/draw/freeze', {}))).toEqual([403, 'role-needed'])
})

test('a round that passed before any number was entered is replaced by a later one, and by no draw without', async () => {
  const draw = await startDraw({ env: { DRAND_ROUND: '2' } })
  await draw.participants(2)
  const { bailiff, freeze } = await draw.meet()
  await freeze()
  const enter = () => bailiff.post('/draw/draw', { after: 0, number: NUMBER })
  expect(answerOf(await enter())).toEqual([409, 'draw-round-passed'])
  draw.backend.tools.config.draw.round = null
  expect(answerOf(await enter())).toEqual([409, 'draw-round-passed'])
  draw.backend.tools.config.draw.round = 1000
  expect((await enter()).status).toBe(200)
})
