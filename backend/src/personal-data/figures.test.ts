import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { startCounter } from '../../test/counter.ts'
import { signedInClient } from '../../test/make.ts'

const { backend, unplayed } = await startCounter({ tickets: 300 })
const { tools } = backend
const admin = await signedInClient(backend, { role: 'admin' })

const perAge = async () => {
  const { body } = await admin.get('/admin/statistics')
  return Object.fromEntries(body.perAge.map(({ from, plays }: { from: number | null; plays: number }) => [from, plays]))
}
/** The same by counting every play, each with the age that is known of it. */
async function countedPerAge() {
  const { rows } = await sql<{ age: number | null; plays: number }>`
    select coalesce(age_band, age_band(birth_date, played_at)) as age, count(*)::int as plays
    from participations join users on users.id = player_id group by 1`.execute(tools.db)
  return Object.fromEntries(rows.map(({ age, plays }) => [age, plays]))
}
const present = (figures: Record<string, number>) =>
  Object.fromEntries(Object.entries(figures).filter(([, n]) => n > 0))

/** A player of an age band with their plays, and the erasure of their account. */
async function player(birthDate: string) {
  const email = `figures-${birthDate}@example.test`
  const client = await signedInClient(backend, { email, birthDate })
  return {
    play: () => client.post('/plays', { code: unplayed() }),
    erase: () => client.delete('/me', { confirmation: email }),
  }
}

test('erasing changes no figure: each play keeps the age that its player had', async () => {
  const [young, old] = [await player('2000-03-01'), await player('1950-03-01')]
  for (const { play } of [young, young, old]) expect((await play()).status).toBe(201)
  await sql`select fold_counts()`.execute(tools.db)
  await young.play()
  const before = await perAge()
  expect(present(before)).toEqual({ 25: 3, 65: 1 })
  for (const { erase } of [young, old]) expect((await erase()).status).toBe(204)
  expect(await perAge()).toEqual(before)
  await sql`select fold_counts()`.execute(tools.db)
  expect(await perAge()).toEqual(before)
  expect(await countedPerAge()).toEqual({ 25: 3, 65: 1 })
})

/** The answers of so many requests, one after the other, so that they fall before, into and after what else goes on. */
async function inTurn<Answer>(count: number, act: () => Promise<Answer>): Promise<Answer[]> {
  const answers: Answer[] = []
  for (let n = 0; n < count; n++) answers.push(await act())
  return answers
}

test('erasing while playing and counting: every play is there, and the figures agree with a plain count', async () => {
  const fold = () => sql`select fold_counts()`.execute(tools.db)
  for (let round = 0; round < 8; round++) {
    const { play, erase } = await player(`${1951 + 7 * round}-01-01`)
    const plays = Array.from({ length: 3 }, () => inTurn(5, play))
    const first = inTurn(round, play)
    const [erased, before, during] = await Promise.all([first.then(erase), first, Promise.all(plays), inTurn(6, fold)])
    expect(erased.status).toBe(204)
    const answers = [...before, ...during.flat()].map(({ status }) => status)
    expect(answers.every(status => status === 201 || status === 401)).toBe(true)
    expect(present(await perAge())).toEqual(await countedPerAge())
  }
})
