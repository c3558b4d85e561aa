import { expect, test } from 'vitest'
import { makeFormerContest } from '../../../test/former-contest.ts'
import { generationTools, theTipTop } from '../../../test/generation.ts'
import { verificationLines } from '../operator-words.ts'
import type { AllotmentDifference } from './differences.ts'
import { verifyAllotment } from './verify-allotment.ts'

const contest = await theTipTop()

/** A contest with tickets in two slices, after another one, whose database forgets its triggers. */
async function allotted() {
  const tools = await generationTools()
  const { client, db } = tools.connection
  const { pepper } = tools.config.tickets
  await makeFormerContest(db, { definition: { ...contest, slug: 'first' }, count: 100, pepper })
  const generation = await makeFormerContest(db, { definition: contest, count: 20_100, pepper })
  for (const table of ['tickets', 'contests']) await client.query(`alter table ${table} disable trigger user`)
  const tamper = (sql: string) => client.query(sql)
  const verify = async (digest?: string) => {
    const differences: AllotmentDifference[] = []
    const onDifference = (difference: AllotmentDifference) => differences.push(difference)
    const found = await db
      .transaction()
      .execute(db => verifyAllotment(db, { contest: 'the-tip-top', digest, onDifference }))
    return { ...found, differences, words: verificationLines({ format: 'digest', found }, digest !== undefined) }
  }
  const positionOf = async (id: number): Promise<number> => {
    const { rows } = await client.query(
      `select position from tickets t join prizes p on p.id = t.prize_id where t.id = ${id}`,
    )
    return rows[0].position
  }
  return { ...generation, tamper, verify, positionOf }
}

/** The prize of the contest after this one, by position. */
const setPrize = (id: number, position: number) => `
  update tickets set prize_id = (select p.id from prizes p join contests c on c.id = p.contest_id
                                 where c.slug = 'the-tip-top' and position = ${position}) where id = ${id}`

test('an untouched allotment holds, also after tickets were played', async () => {
  const { verify, tamper, digest } = await allotted()
  await tamper(
    `update tickets set status = 'pending', code = 'ABCDEFGHJK', player_id = 1, played_at = now() where id < 500`,
  )
  const found = await verify(digest.toUpperCase())
  expect(found).toMatchObject({ holds: true, tickets: 'as deposited', slices: 'as deposited', differences: [] })
  expect(found.counts.map(({ quota, tickets }) => [quota, tickets])).toEqual([
    [12_060, 12_060],
    [4_020, 4_020],
    [2_010, 2_010],
    [1_206, 1_206],
    [804, 804],
  ])
  expect(found.words).toContain('L’attribution est celle qui a été déposée.')
})

test('each ticket whose prize was changed is named, with what it was and is', async () => {
  const { verify, tamper, positionOf } = await allotted()
  const [was, wasLast] = [await positionOf(150), await positionOf(20_200)]
  const is = was === 5 ? 1 : 5
  const isLast = wasLast === 5 ? 1 : 5
  await tamper(setPrize(150, is))
  await tamper(setPrize(20_200, isLast))
  const found = await verify()
  expect(found).toMatchObject({ holds: false, tickets: 'changed', slices: 'as deposited' })
  expect(found.differences).toEqual([
    { kind: 'prize', ticket: 150, was, is },
    { kind: 'prize', ticket: 20_200, was: wasLast, is: isLast },
  ])
  expect(found.words).toContain('les 2 différences sont nommées ci-dessus')
})

test('two swapped prizes keep the counts, and are named nevertheless', async () => {
  const { verify, tamper, positionOf } = await allotted()
  const first = await positionOf(150)
  let other = 151
  while ((await positionOf(other)) === first) other++
  const second = await positionOf(other)
  await tamper(setPrize(150, second))
  await tamper(setPrize(other, first))
  const found = await verify()
  expect(found.counts.every(({ quota, tickets }) => quota === tickets)).toBe(true)
  expect(found.holds).toBe(false)
  expect(found.differences).toEqual([
    { kind: 'prize', ticket: 150, was: first, is: second },
    { kind: 'prize', ticket: other, was: second, is: first },
  ])
})

test('a prize of another contest, in the same position, is no prize of this one', async () => {
  const { verify, tamper, positionOf } = await allotted()
  const was = await positionOf(150)
  await tamper(`update tickets set prize_id = (select p.id from prizes p join contests c on c.id = p.contest_id
                where c.slug = 'first' and position = ${was}) where id = 150`)
  expect((await verify()).differences).toEqual([{ kind: 'prize', ticket: 150, was, is: 0 }])
})

test('a changed code, a missing and an added ticket are named', async () => {
  const { verify, tamper, positionOf } = await allotted()
  const missing = await positionOf(200)
  await tamper(`update tickets set code_hash = '\\x${'ab'.repeat(16)}' where id = 150`)
  await tamper('delete from tickets where id = 200')
  await tamper(`insert into tickets (id, prize_id, code_hash)
                select 30000, prize_id, '\\x${'cd'.repeat(16)}' from tickets where id = 201`)
  const found = await verify()
  expect(found.differences).toEqual([
    { kind: 'code', ticket: 150 },
    { kind: 'missing', ticket: 200, was: missing },
    { kind: 'added', ticket: 30_000, is: await positionOf(201) },
  ])
  expect(found.holds).toBe(false)
})

test('altered slices are distinguished from altered tickets', async () => {
  const { verify, tamper, digest } = await allotted()
  await tamper('update allotment_slices set entries = set_byte(entries, 16, 99) where first_ticket_id = 101')
  const found = await verify(digest)
  expect(found).toMatchObject({ holds: false, tickets: 'as deposited', slices: 'changed' })
  expect(found.words).toContain('Les tickets sont ceux du dépôt.')
  expect(found.words).toContain('Les tranches de l’attribution elles-mêmes ont été modifiées.')
})

test('a slice that was moved or removed is an altered slice, not so many altered tickets', async () => {
  const { verify, tamper } = await allotted()
  await tamper('update allotment_slices set first_ticket_id = 50000 where first_ticket_id = 20101')
  expect(await verify()).toMatchObject({ holds: false, tickets: 'as deposited', slices: 'changed' })
  await tamper('delete from allotment_slices where first_ticket_id = 50000')
  expect(await verify()).toMatchObject({ holds: false, tickets: 'as deposited', slices: 'changed' })
})

test('a ticket altered together with its slice and the recorded digest is betrayed by the deposited one', async () => {
  const { verify, tamper, positionOf, digest } = await allotted()
  const is = (await positionOf(101)) === 5 ? 1 : 5
  await tamper(setPrize(101, is))
  await tamper(`update allotment_slices set entries = set_byte(entries, 16, ${is}) where first_ticket_id = 101`)
  await tamper(`update contests set allotment_digest = (
    select sha256(string_agg(entries, '' order by first_ticket_id)) from allotment_slices s where s.contest_id = contests.id)`)
  expect(await verify()).toMatchObject({ tickets: 'as deposited', differences: [] })
  const found = await verify(digest)
  expect(found).toMatchObject({ holds: false, tickets: 'changed', slices: 'changed', recordedDigest: 'changed' })
  expect(found.words).toContain('L’empreinte enregistrée en base n’est pas celle du dépôt.')
})

test('a changed quota, and a changed number of tickets, do not hold although every ticket is as deposited', async () => {
  const { verify, tamper } = await allotted()
  const untouched = { tickets: 'as deposited', slices: 'as deposited', recordedDigest: 'as deposited', differences: [] }
  await tamper('alter table prizes disable trigger user')
  await tamper(`update contests set ticket_count = ticket_count + 1`)
  expect(await verify()).toMatchObject({ ...untouched, holds: false })
  await tamper(`update contests set ticket_count = ticket_count - 1`)
  expect(await verify()).toMatchObject({ ...untouched, holds: true })
  await tamper(`update prizes set quota = quota + 1 where position = 5`)
  expect(await verify()).toMatchObject({ ...untouched, holds: false })
})

test('a wrong deposit digest holds for nothing', async () => {
  const { verify } = await allotted()
  const found = await verify('0'.repeat(64))
  expect(found).toMatchObject({ holds: false, tickets: 'changed', slices: 'changed', differences: [] })
  expect(found.words).toContain('tout a été remplacé, ou l’empreinte donnée est fausse')
})

test('a contest without tickets has nothing to verify', async () => {
  const { connection } = await generationTools()
  await expect(verifyAllotment(connection.db, { contest: 'the-tip-top' })).rejects.toThrow('rien à vérifier')
})
