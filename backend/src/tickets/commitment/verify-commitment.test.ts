import { expect, test } from 'vitest'
import { startBackend } from '../../../test/backend.ts'
import { makeFormerContest } from '../../../test/former-contest.ts'
import { generationTools, scratchFolder, theTipTop } from '../../../test/generation.ts'
import { signedInClient } from '../../../test/make.ts'
import { openTickets } from '../../../test/open-tickets.ts'
import { generateTickets } from '../generation/generate-tickets.ts'
import { verificationLines } from '../operator-words.ts'
import { type TicketDifference, verifyTickets } from '../verify-tickets.ts'

const folder = await scratchFolder()
const contest = await theTipTop()
const COUNT = 1_100

/** A contest after another one, of which three tickets are played, in a database that forgets its triggers and checks. */
async function committed() {
  const backend = await startBackend({ DATABASE_CONNECTIONS: '3' })
  const tools = await generationTools(backend.databaseUrl)
  const { client, db } = tools.connection
  const { pepper } = tools.config.tickets
  await makeFormerContest(db, { definition: { ...contest, slug: 'first' }, count: 50, pepper })
  const printFile = `${folder}/${Math.random()}.csv`
  const { root, firstId } = await generateTickets(tools, { contest, count: COUNT, printFile })
  const tickets = (await openTickets(db, { pepper, printFile })).slice(0, 3)
  const player = await signedInClient(backend)
  for (const { code } of tickets) expect((await player.post('/plays', { code })).status).toBe(201)
  for (const table of ['tickets', 'contests', 'commitment_leaves'])
    await client.query(`alter table ${table} disable trigger user`)
  await client.query('alter table tickets drop constraint tickets_are_masked_until_played')
  const verify = async (proof: { root?: string; digest?: string } = {}, slug = 'the-tip-top') => {
    const differences: TicketDifference[] = []
    const onDifference = (difference: TicketDifference) => differences.push(difference)
    const verified = await verifyTickets({ db }, { contest: slug, pepper, ...proof, onDifference })
    return { ...verified.found, differences, words: verificationLines(verified, proof.root !== undefined) }
  }
  const positionOf = (slug: string) => 1 + contest.prizes.findIndex(prize => prize.slug === slug)
  return { root, firstId, tickets, verify, positionOf, tamper: (statement: string) => client.query(statement) }
}

const prizeAt = (position: number) => `(select prizes.id from prizes join contests on contests.id = contest_id
  where contests.slug = 'the-tip-top' and position = ${position})`

test('an untouched contest holds, with the root of the deposit and with its own', async () => {
  const { root, verify } = await committed()
  const found = await verify({ root: root.toUpperCase() })
  expect(found).toMatchObject({ holds: true, recorded: 'as deposited', leaves: 'as deposited', differences: [] })
  expect(found).toMatchObject({ ticketCount: { recorded: COUNT, tickets: COUNT, played: 3 } })
  expect(found.words).toContain('Chaque ticket joué a donné le lot qui a été déposé.')
  expect((await verify()).words).toContain('Seule la racine du dépôt fait preuve')
})

test('a played ticket with another prize or another code is named, and a wrong root holds for nothing', async () => {
  const { verify, tamper, tickets, positionOf } = await committed()
  const [one, other] = tickets.toSorted((a, b) => a.id - b.id) as [(typeof tickets)[0], (typeof tickets)[0]]
  const was = positionOf(one.slug)
  const is = was === 5 ? 1 : 5
  await tamper(`update tickets set prize_id = ${prizeAt(is)} where id = ${one.id}`)
  await tamper(`update tickets set code = 'ZZZZZZZZZZ' where id = ${other.id}`)
  const found = await verify()
  expect(found).toMatchObject({ holds: false, recorded: 'as deposited', leaves: 'as deposited' })
  expect(found.differences).toEqual([
    { kind: 'prize', ticket: one.id, was, is },
    { kind: 'code', ticket: other.id },
  ])
  expect(found.words).toContain('2 tickets diffèrent de l’engagement')
  const wrong = await verify({ root: '0'.repeat(64) })
  expect(wrong).toMatchObject({ holds: false, recorded: 'changed', leaves: 'changed' })
  expect(wrong.words).toContain('La racine enregistrée en base n’est pas celle du dépôt.')
})

test('missing and added tickets are named', async () => {
  const { verify, tamper, firstId } = await committed()
  const { rows } = await tamper(`delete from tickets where id in (${firstId}, ${firstId + COUNT - 1}) returning id`)
  await tamper(`insert into tickets (id, contest_id, masked_prize, code_hash)
    select 90000, contest_id, 0, '\\x${'cd'.repeat(16)}' from tickets where id = ${firstId + 1}`)
  const found = await verify()
  expect(found.holds).toBe(false)
  expect(found.differences).toEqual([
    ...rows.map(({ id }) => ({ kind: 'missing', ticket: id })),
    { kind: 'added', ticket: 90_000 },
  ])
})

test('leaves and root replaced together agree with each other, and not with the deposit', async () => {
  const { verify, tamper, root } = await committed()
  await tamper(
    `update commitment_leaves set hashes = set_byte(hashes, 40, 255 - get_byte(hashes, 40)) where first_leaf = 1024`,
  )
  const altered = await verify()
  expect(altered).toMatchObject({ holds: false, leaves: 'changed', recorded: 'as deposited', differences: [] })
  const forged = 'root' in altered ? altered.root.leaves : ''
  await tamper(`update contests set commitment_root = '\\x${forged}' where slug = 'the-tip-top'`)
  expect(await verify()).toMatchObject({ holds: true })
  expect(await verify({ root })).toMatchObject({ holds: false, recorded: 'changed', leaves: 'changed' })
})

test('a contest of the former format keeps its digest; each format refuses the proof of the other', async () => {
  const { verify } = await committed()
  expect(await verify({}, 'first')).toMatchObject({ holds: true })
  await expect(verify({ root: '0'.repeat(64) }, 'first')).rejects.toThrow('une empreinte, pas de racine')
  await expect(verify({ digest: '0'.repeat(64) })).rejects.toThrow('une racine, pas d’empreinte')
  await expect(verify({}, 'absent')).rejects.toThrow('rien à vérifier')
})
