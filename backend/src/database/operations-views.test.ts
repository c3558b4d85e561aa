import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { startBackend, type TestBackend } from '../../test/backend.ts'
import { DECLARED, startCounter } from '../../test/counter.ts'
import { makeUser } from '../../test/make.ts'
import { migrationNames } from './migrations.ts'

type ViewRow = Record<string, unknown>

/** The rows of a question, asked as the owner of the database, as operators do. */
const ask = async ({ tools }: TestBackend, question: string) =>
  (await sql.raw<ViewRow>(question).execute(tools.owner)).rows

/** How many rows of a view are younger than a moment. */
const countSince = async (backend: TestBackend, view: string, moment: Date) =>
  (await ask(backend, `select count(*)::int as n from operations_v1.${view} where at > '${moment.toISOString()}'`))[0]
    ?.n

test('operations_v1 keeps its views and their columns: another shape is another version', async () => {
  const columns = await ask(
    await startBackend(),
    `select table_name || '.' || column_name || ' ' || data_type as "column" from information_schema.columns
     where table_schema = 'operations_v1' order by table_name, ordinal_position`,
  )
  expect(columns.map(({ column }) => column)).toEqual([
    'accounts.at timestamp with time zone',
    'allotments.slug text',
    'allotments.tickets bigint',
    'allotments.digest text',
    'commitments.slug text',
    'commitments.root text',
    'commitments.tickets integer',
    'commitments.leaves bigint',
    'commitments.leaves_root text',
    'generated_contests.slug text',
    'generated_contests.tickets integer',
    'handovers.at timestamp with time zone',
    'invariants.name text',
    'invariants.sentence text',
    'invariants.offending bigint',
    'missing_tables.name text',
    'plays.at timestamp with time zone',
  ])
})

test('plays, accounts and handovers are counted since a moment, and the last play before it is known', async () => {
  const { backend, employee, played } = await startCounter()
  const [sacha, first] = [await employee(), await played()]
  const [{ moment }] = (await ask(backend, 'select clock_timestamp() as moment')) as [{ moment: Date }]
  const second = await played()
  expect(await sacha.post(`${second.url}/claim`, DECLARED)).toMatchObject({ status: 200 })

  const counts = ['plays', 'accounts', 'handovers'].map(view => countSince(backend, view, moment))
  expect(await Promise.all(counts)).toEqual([1, 1, 1])
  const until = `at <= '${moment.toISOString()}'`
  const { playedAt } = (await first.player.get('/me/tickets')).body.items[0].ticket
  expect(await ask(backend, `select max(at) as at from operations_v1.plays where ${until}`)).toEqual([
    { at: new Date(playedAt) },
  ])
})

test('an account of a verification and its ticket are no loss', async () => {
  const backend = await startBackend()
  const { owner } = backend.tools
  await sql`insert into users (id, email, first_name, last_name, access_until) overriding system value
    values (-7, 'verification@tiptop.test', 'Essai', 'Essai', now())`.execute(owner)
  await sql`insert into participations (player_id, ticket_id, prize_id, played_at) values (-7, -7, -1, now())`.execute(
    owner,
  )
  await makeUser(backend.tools)
  const before = new Date(0)
  expect([await countSince(backend, 'plays', before), await countSince(backend, 'accounts', before)]).toEqual([0, 1])
})

test('each invariant counts the rows that break it, and none in a contest that is played', async () => {
  const { backend, played } = await startCounter()
  const { owner } = backend.tools
  const broken = async () =>
    Object.fromEntries(
      (await ask(backend, 'select name, offending::int from operations_v1.invariants where offending > 0')).map(
        ({ name, offending }) => [name, offending],
      ),
    )
  const { code } = await played()
  const ghost = await played()
  const { code: orphan } = await played()
  expect(await broken()).toEqual({})

  await sql`set session_replication_role = replica`.execute(owner)
  await sql`update contests set ticket_count = 123, allotment_digest = 'x', generated_at = now()`.execute(owner)
  await sql`update tickets set player_id = 999999 where code = ${ghost.code}`.execute(owner)
  await sql`delete from participations where ticket_id = (select id from tickets where code = ${orphan})`.execute(owner)
  await sql`update tickets set status = 'unclaimed', prize_id = null, code = null, player_id = null, played_at = null where code = ${code}`.execute(
    owner,
  )
  expect(await broken()).toEqual({
    'generated-tickets-exist': 3,
    'participations-have-played-tickets': 2,
    'played-tickets-have-participations': 2,
    'played-tickets-have-players': 1,
  })
  expect(await ask(backend, 'select slug, tickets from operations_v1.generated_contests')).toEqual([
    { slug: 'the-tip-top', tickets: 123 },
  ])
})

test('a table that is gone is named, even when the views that read it went with it', async () => {
  const backend = await startBackend()
  expect(await ask(backend, 'select name from operations_v1.missing_tables')).toEqual([])
  await ask(backend, 'drop table participations cascade')
  expect(await ask(backend, 'select name from operations_v1.missing_tables')).toEqual([{ name: 'participations' }])
})

test('a column that a view reads cannot be dropped, and a renamed one is followed', async () => {
  const backend = await startBackend()
  await expect(ask(backend, 'alter table tickets drop column claimed_at')).rejects.toThrow('other objects depend on it')
  await ask(backend, 'alter table participations rename column played_at to happened_at')
  expect(await countSince(backend, 'plays', new Date(0))).toBe(0)
})

test('the history of migrations holds the names of the files', async () => {
  const had = await ask(await startBackend(), 'select name from public.kysely_migration order by name')
  expect(had.map(({ name }) => name)).toEqual(await migrationNames())
})

test('the role of the backend does not read the views for operations', async () => {
  const { tools } = await startBackend()
  await expect(sql`select * from operations_v1.plays`.execute(tools.db)).rejects.toMatchObject({ code: '42501' })
})
