import { expect, test } from 'vitest'
import { openBackground } from './background.ts'

test('failed work is logged by its name and message alone, because a mail holds a link', async () => {
  const logged: unknown[] = []
  const background = openBackground({ error: (facts: object) => logged.push(facts) } as never)
  const mail = { text: 'https://jeu.example.test/mot-de-passe#jeton=secret' }
  background.run('reset mail', () => Promise.reject(Object.assign(new Error('the server is away'), { mail })))
  await background.settled()
  expect(logged).toEqual([{ work: 'reset mail', reason: 'the server is away' }])
})

test('work that pauses goes on after its time, and at once when the queue is to settle', async () => {
  const background = openBackground({} as never)
  const done: string[] = []
  const work = (ms: number, name: string) => background.pause(ms).then(() => void done.push(name))
  background.run('long', () => work(3_600_000, 'long'))
  background.run('short', () => work(1, 'short'))
  await expect.poll(() => done).toEqual(['short'])
  await background.settled()
  expect(done).toEqual(['short', 'long'])
})

test('the queue has settled once all of its work is done', async () => {
  const background = openBackground({} as never)
  const first = Promise.withResolvers<void>()
  const done: string[] = []
  background.run('first', () => first.promise.then(() => void done.push('first')))
  const settled = background.settled().then(() => done.push('settled'))
  first.resolve()
  await settled
  expect(done).toEqual(['first', 'settled'])
})
