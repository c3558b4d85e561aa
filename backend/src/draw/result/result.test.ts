import { execFile } from 'node:child_process'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { REASON, startDraw } from '../../../test/draw.ts'
import { eraseLocked } from '../../personal-data/erase-account.ts'
import { sendDrawLetters } from '../letters/send-letters.ts'
import { findOwnPlace } from '../list/own-place.ts'

const VERIFIER = join(import.meta.dirname, '../../../../frontend/public/grand-lot/verify.mjs')
const answerOf = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code]

const platform = await startDraw({ env: { DRAW_ALTERNATES: '3', DRAND_ROUND: '1000' } })
const { backend } = platform
const { owner } = backend.tools
await platform.participants(40)
await owner.updateTable('users').set({ pickup_shop_id: platform.nice }).where('role', '=', 'player').execute()
const anyone = await platform.person()
const { bailiff, admin, freeze, draw, state } = await platform.meet(new Date('2023-08-23T15:50:00Z'))

const playerOfRank = async (rank: number, attempt = 1) => {
  const row = await owner
    .selectFrom('draw_ranks')
    .innerJoin('draw_entries', 'draw_entries.leaf_index', 'draw_ranks.leaf_index')
    .innerJoin('users', 'users.id', 'player_id')
    .select(['player_id as id', 'email', 'first_name', 'last_name'])
    .where('rank', '=', rank)
    .where('attempt', '=', attempt)
    .executeTakeFirstOrThrow()
  return row
}
const lettersTo = async (rank: number) => {
  await backend.app.background.settled()
  const { email } = await playerOfRank(rank)
  return backend.outbox.filter(({ to }) => to === email)
}
const opened = () =>
  owner.selectFrom('audit_events').select(['actor_id', 'subject_id']).where('kind', '=', 'winner-opened').execute()

test('before the draw there is no winner to open, no file to download, and everybody sees how it will be made', async () => {
  for (const who of [bailiff, admin]) expect(answerOf(await who.get('/draw/winner'))).toEqual([409, 'draw-not-made'])
  expect(answerOf(await bailiff.get('/draw/minutes.pdf'))).toEqual([409, 'draw-not-frozen'])
  for (const file of ['draw.json', 'entries.txt'])
    expect(answerOf(await anyone.get(`/grand-draw/${file}`))).toEqual([404, 'not-found'])
  expect((await anyone.get('/grand-draw')).body).toMatchObject({
    phase: 'ready',
    alternates: 3,
    answerDays: 30,
    announcedRound: { round: 1000 },
    list: null,
    draws: [],
    winner: null,
  })
})

test('nothing that the bailiff can read before the draw holds personal data', async () => {
  await freeze()
  const text = JSON.stringify([await state(), (await bailiff.get('/grand-draw')).body])
  for (const { email } of await owner.selectFrom('users').select('email').execute()) expect(text).not.toContain(email)
  expect(text).not.toContain('Élise')
})

test('the winner and each alternate hear by e-mail what is true for them', async () => {
  const signature = 'b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39'
  await bailiff.post('/draw/draw', { after: 0, number: '271828182845' })
  await platform.later(10 * 60_000)
  expect((await draw('271828182845', { signature })).status).toBe(200)
  const [toWinner, ...more] = await lettersTo(1)
  expect(more).toEqual([])
  expect(toWinner?.text).toMatch(/vous gagnez le grand lot, «\sUn an de thé\s».+jusqu’au 22 septembre 2023/s)
  expect(toWinner?.text).toContain('/grand-lot')
  for (const rank of [2, 3, 4]) {
    const [letter, ...others] = await lettersTo(rank)
    expect(others).toEqual([])
    expect(letter?.text).toContain(`suppléant n°\u00a0${rank - 1}`)
    expect(letter?.text).not.toContain('vous gagnez')
  }
  expect(backend.outbox).toHaveLength(4)
  expect(await sendDrawLetters(backend.tools)).toBe(0)
})

test('everybody sees an initial and a city; the bailiff and administrators the identity, which is recorded', async () => {
  const { id, email, last_name } = await playerOfRank(1)
  const shown = (await anyone.get('/grand-draw')).body
  expect(shown.winner).toEqual({ rank: 1, initial: 'É', city: 'Nice', claimed: false })
  expect(JSON.stringify(shown)).not.toContain(last_name)
  expect(await opened()).toEqual([])
  for (const who of [bailiff, admin, bailiff])
    expect((await who.get('/draw/winner')).body).toMatchObject({ rank: 1, userId: id, email, lastName: last_name })
  expect(await opened()).toEqual([bailiff, admin].map(who => ({ actor_id: who.userId, subject_id: id })))
  expect(answerOf(await (await platform.person()).get('/draw/winner'))).toEqual([403, 'role-needed'])
})

test('past the deadline an alternate moves up with a reason, and not before; a second click changes nothing', async () => {
  const move = (who: typeof admin, rank: number) => who.post('/draw/next', { rank, reason: REASON })
  expect(answerOf(await move(admin, 1))).toEqual([409, 'draw-winner-may-answer'])
  const people = await platform.meet(new Date('2023-09-22T21:59:59Z'))
  expect(answerOf(await move(people.admin, 1))).toEqual([409, 'draw-winner-may-answer'])
  await platform.later(1_000)
  expect((await people.state()).winner).toMatchObject({ rank: 1, mayMoveUp: true })
  expect((await people.admin.post('/draw/next', { rank: 1, reason: 'court' })).status).toBe(400)
  expect(answerOf(await move(people.admin, 2))).toEqual([409, 'draw-not-made'])
  for (const who of [people.admin, people.bailiff])
    expect((await move(who, 1)).body.winner).toMatchObject({ rank: 2, claimed: false, mayMoveUp: false })
  const [told] = (await lettersTo(2)).slice(-1)
  expect(told?.text).toMatch(/c’est maintenant votre tour.+jusqu’au 23 octobre 2023/s)
  expect(await lettersTo(2)).toHaveLength(2)
  expect(await lettersTo(3)).toHaveLength(1)
  const moved = await owner.selectFrom('audit_events').selectAll().where('kind', '=', 'alternate-moved-up').execute()
  expect(moved).toMatchObject([{ actor_id: people.admin.userId, details: { from: 1, to: 2, reason: REASON } }])
})

test('a winner who erased their account is passed over at once, and the list still holds for the others', async () => {
  const before = (await anyone.get('/grand-draw')).body.list
  const { id } = await playerOfRank(2)
  await owner.transaction().execute(db => eraseLocked(db, id, new Date('2023-09-24T08:00:00Z')))
  const { admin: later, bailiff: also } = await platform.meet(backend.clock.at as Date)
  expect((await later.get('/draw/winner')).body).toMatchObject({ rank: 2, erased: true, email: null })
  expect((await anyone.get('/grand-draw')).body.winner).toMatchObject({ initial: null, city: null })
  expect((await later.post('/draw/next', { rank: 2, reason: REASON })).body.winner).toMatchObject({ rank: 3 })
  expect((await anyone.get('/grand-draw')).body.list).toEqual(before)
  expect((await also.post('/draw/claim', { rank: 3, identityChecked: true })).body.winner).toMatchObject({
    claimed: true,
  })
  expect((await later.post('/draw/claim', { rank: 3, identityChecked: true })).status).toBe(200)
  expect(answerOf(await later.post('/draw/next', { rank: 3, reason: REASON }))).toEqual([409, 'draw-prize-claimed'])
  expect(await owner.selectFrom('draw_outcomes').select(['rank', 'outcome']).orderBy('rank').execute()).toEqual([
    { rank: 1, outcome: 'passed-over' },
    { rank: 2, outcome: 'passed-over' },
    { rank: 3, outcome: 'claimed' },
  ])
})

test('the minutes are a PDF in French, tagged, and reading the winner’s name in them is recorded', async () => {
  const { bailiff: reader } = await platform.meet(backend.clock.at as Date)
  const response = await backend.app.inject({
    url: '/draw/minutes.pdf',
    headers: { host: 'localhost:3000' },
    cookies: Object.fromEntries(reader.cookies),
  })
  expect(response.headers['content-type']).toBe('application/pdf')
  const pdf = response.rawPayload.toString('latin1')
  expect(pdf).toMatch(/^%PDF-1\.\d/)
  for (const part of ['/Lang (fr-FR)', '/Marked true', '/StructTreeRoot', '/S /H1', '/S /H2', '/S /LI'])
    expect(pdf).toContain(part)
  expect((await opened()).at(-1)).toEqual({ actor_id: reader.userId, subject_id: (await playerOfRank(3)).id })
})

/** Runs the stand-alone verifier as anyone would. */
async function verify(folder: string, ...args: string[]) {
  const run = promisify(execFile)(process.execPath, [VERIFIER, folder, ...args])
  return run.then(
    ({ stdout }) => ({ code: 0, said: stdout }),
    ({ code, stderr }) => ({ code, said: stderr as string }),
  )
}

const SAMPLE = join(import.meta.dirname, '../../../../docs/draw')

test('the stand-alone verifier computes the same winner from the published files, with a person’s own place', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tiptop-draw-'))
  const { body: file, text: draw } = await anyone.get('/grand-draw/draw.json')
  await writeFile(join(folder, 'draw.json'), draw)
  await writeFile(join(folder, 'entries.txt'), (await anyone.get('/grand-draw/entries.txt')).text)
  const place = await findOwnPlace(backend.tools, (await playerOfRank(4)).id)
  await writeFile(join(folder, 'place.json'), JSON.stringify(place))
  const { code, said } = await verify(folder, '--place', join(folder, 'place.json'))
  expect(code).toBe(0)
  for (const text of ['signature du tour vérifiée', 'Vous êtes sur la liste.', file.draws[0].ranks[0].entry])
    expect(said).toContain(text)
}, 60_000)

test('the published sample of a draw holds, and the verifier names what is changed in it', async () => {
  const place = join(SAMPLE, 'place.json')
  expect(await verify(SAMPLE, '--place', place)).toMatchObject({ code: 0, said: expect.stringContaining('1234') })

  const read = (name: string) => readFile(join(SAMPLE, name), 'utf8')
  const [file, entries, proof] = [
    JSON.parse(await read('draw.json')),
    await read('entries.txt'),
    await read('place.json'),
  ]
  const folder = await mkdtemp(join(tmpdir(), 'tiptop-draw-'))
  const [withRound, without] = file.draws
  const changed = (draw: object, values: object) => ({ ...file, draws: [{ ...draw, ...values }] })
  const [one, two, ...others] = without.ranks
  const forged = proof.replace('"participant": 1', '"participant": 2')
  const faults: [RegExp, object, string?, string?][] = [
    [/Format/, { ...file, format: 2 }],
    [/Racine/, { ...file, list: { ...file.list, root: '0'.repeat(64) } }],
    [/Nombre/, file, entries.slice(65)],
    [/Liste/, file, entries.slice(65) + entries.slice(0, 65)],
    [/Aléa/, changed(withRound, { beacon: { ...withRound.beacon, round: 999 } })],
    [/Aléa/, changed(withRound, { beacon: { ...withRound.beacon, randomness: '0'.repeat(64) } })],
    [/Graine/, changed(without, { number: '271828182846' })],
    [/Graine/, changed(without, { commitment: 'ab' })],
    [/Gagnant/, changed(without, { ranks: [{ ...two, rank: 1 }, { ...one, rank: 2 }, ...others] })],
    [/Votre place/, { ...file, draws: [] }, entries, forged],
  ]
  for (const [fault, draw, lines = entries, own = proof] of faults) {
    await writeFile(join(folder, 'draw.json'), JSON.stringify(draw))
    await writeFile(join(folder, 'entries.txt'), lines)
    await writeFile(join(folder, 'place.json'), own)
    const said = expect.stringMatching(fault)
    expect(await verify(folder, '--place', join(folder, 'place.json'))).toMatchObject({ code: 1, said })
  }
}, 60_000)
