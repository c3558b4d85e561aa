import { expect, test } from 'vitest'
import { openRounds } from './rounds.ts'

/** Rounds whose work ends when the test says so. */
function controlled(fails: (items: string[]) => Error | null = () => null) {
  const started: string[][] = []
  const ends: (() => void)[] = []
  const rounds = openRounds<string, string>({
    run: items => {
      started.push(items)
      return new Promise((resolve, reject) => {
        const failure = fails(items)
        ends.push(() => (failure ? reject(failure) : resolve(items.map(item => item.toUpperCase()))))
      })
    },
    key: item => item,
    size: 3,
    isCommon: error => error instanceof TypeError,
  })
  return { rounds, started, end: () => ends.shift()?.() }
}

const turn = () => new Promise(resolve => setImmediate(resolve))

test('what arrives together goes at once, what comes meanwhile shares the next round', async () => {
  const { rounds, started, end } = controlled()
  const results = ['a', 'b'].map(rounds.submit)
  await turn()
  results.push(...['c', 'd'].map(rounds.submit))
  await turn()
  expect(started).toEqual([['a', 'b']])
  end()
  await turn()
  expect(started).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ])
  end()
  expect(await Promise.all(results)).toEqual(['A', 'B', 'C', 'D'])
})

test('a round takes each key once and no more items than its size', async () => {
  const { rounds, started, end } = controlled()
  const results = Promise.all(['a', 'a', 'b', 'c', 'd', 'a'].map(rounds.submit))
  for (let round = 0; round < 3; round++) {
    await turn()
    end()
  }
  expect(started).toEqual([['a', 'b', 'c'], ['a', 'd'], ['a']])
  expect(await results).toEqual(['A', 'A', 'B', 'C', 'D', 'A'])
})

test('one bad item fails alone: its neighbours are done one by one', async () => {
  const { rounds, end } = controlled(items => (items.includes('bad') ? new Error('bad item') : null))
  const results = Promise.allSettled(['a', 'bad', 'c'].map(rounds.submit))
  for (let run = 0; run < 4; run++) {
    await turn()
    end()
  }
  expect((await results).map(result => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
})

test('an error that hits every item rejects all of them at once, and the next round starts afresh', async () => {
  let gone = true
  const { rounds, started, end } = controlled(() => (gone ? new TypeError('database gone') : null))
  const results = Promise.allSettled(['a', 'b', 'c'].map(rounds.submit))
  await turn()
  end()
  expect((await results).map(result => result.status)).toEqual(['rejected', 'rejected', 'rejected'])
  expect(started).toHaveLength(1)
  gone = false
  const next = rounds.submit('d')
  await turn()
  end()
  expect(await next).toBe('D')
})
