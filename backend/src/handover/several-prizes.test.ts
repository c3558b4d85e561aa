import { expect, test } from 'vitest'
import { DECLARED, startCounter } from '../../test/counter.ts'

const { backend, shops, unplayed, employee, played, eventsOf, ticketOf, later } = await startCounter({ tickets: 30 })
const [sacha, noa] = [await employee(), await employee({ firstName: 'Noa', shopId: shops.lyon })]

/** A player with several prizes that wait, the newest first. */
async function severalPrizes(count: number) {
  const { player, code } = await played({ lastName: 'Plusieurs' })
  const codes = [code]
  while (codes.length < count) {
    const next = unplayed()
    await player.post('/plays', { code: next })
    codes.unshift(next)
  }
  return { player, codes, urls: codes.map(code => `/handover/tickets/${code}`) }
}
type Other = { ticket: { code: string } }
const othersOf = async (url: string) => (await sacha.get(url)).body.others.map(({ ticket }: Other) => ticket.code)

test('a ticket names the other prizes that wait for the same player, and for no one else', async () => {
  await played()
  const { codes, urls } = await severalPrizes(3)
  expect(await othersOf(urls[1] as string)).toEqual([codes[0], codes[2]])
  await noa.post(`${urls[0]}/claim`, DECLARED)
  expect(await othersOf(urls[1] as string)).toEqual([codes[2]])
})

test('prizes of one player handed over together are each a handover of their own, and one mail names them all', async () => {
  const { player, codes, urls } = await severalPrizes(3)
  const answers = await Promise.all(urls.map(url => sacha.post(`${url}/claim`, DECLARED)))
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
  for (const code of codes) {
    expect(await ticketOf(code)).toMatchObject({ status: 'claimed', claimed_by: sacha.userId })
    expect(await eventsOf(code)).toMatchObject([{ kind: 'prize-handed-over', actor_id: sacha.userId }])
  }
  await backend.app.background.settled()
  const { email } = (await player.get('/me')).body
  const mails = backend.outbox.filter(({ to }) => to === email)
  expect(mails.map(({ subject }) => subject)).toEqual(['Vos lots vous ont été remis – Thé Tip Top'])
  expect(mails[0]?.text).toContain('3 lots vous ont été remis le')
  for (const code of codes) expect(mails[0]?.text).toContain(`(ticket ${code.slice(0, 5)}-${code.slice(5)})`)
})

test('a prize handed over later gets a mail of its own', async () => {
  const { player, urls } = await severalPrizes(2)
  for (const url of urls) {
    await sacha.post(`${url}/claim`, DECLARED)
    await backend.app.background.settled()
  }
  const { email } = (await player.get('/me')).body
  expect(backend.outbox.filter(({ to }) => to === email)).toHaveLength(2)
})

test('two employees hand the same prizes of one player over at once: each prize goes out once, and no one waits for ever', async () => {
  const { codes, urls } = await severalPrizes(4)
  const all = [
    ...urls.map(url => sacha.post(`${url}/claim`, DECLARED)),
    ...urls.toReversed().map(url => noa.post(`${url}/claim`, DECLARED)),
  ]
  const answers = await Promise.all(all)
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(4)
  expect(answers.filter(({ status }) => status === 409)).toHaveLength(4)
  for (const code of codes) expect(await eventsOf(code)).toHaveLength(1)
})

test('past its deadline no prize is among the others', async () => {
  const { urls } = await severalPrizes(2)
  later(59 * 86_400_000 + 60_000)
  const late = await employee()
  expect((await late.get(urls[0] as string)).body.others).toEqual([])
  backend.clock.at = null
})
