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
