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
    lanes: 1,
    size: 3,
    isCommon: error => error instanceof TypeError,
  })
  return { rounds, started, end: () => ends.shift()?.() }
}

const turn = () => new Promise(resolve => setImmediate(resolve))

test('the first item goes at once and alone, those that come meanwhile share the next round', async () => {
  const { rounds, started, end } = controlled()
  const results = Promise.all(['a', 'b', 'c'].map(rounds.submit))
  expect(started).toEqual([['a']])
  end()
  await turn()
  expect(started).toEqual([['a'], ['b', 'c']])
  end()
  expect(await results).toEqual(['A', 'B', 'C'])
})

test('a round takes each key once and no more items than its size', async () => {
  const { rounds, started, end } = controlled()
  const results = Promise.all(['a', 'b', 'b', 'c', 'd', 'e'].map(rounds.submit))
  for (let round = 0; round < 3; round++) {
    end()
    await turn()
  }
  expect(started).toEqual([['a'], ['b', 'c', 'd'], ['b', 'e']])
  expect(await results).toEqual(['A', 'B', 'B', 'C', 'D', 'E'])
})

test('one bad item fails alone: its neighbours are done one by one', async () => {
  const { rounds, end } = controlled(items => (items.includes('bad') ? new Error('bad item') : null))
  const results = Promise.allSettled(['a', 'b', 'bad', 'c'].map(rounds.submit))
  for (let run = 0; run < 5; run++) {
    end()
    await turn()
  }
  expect((await results).map(result => result.status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
})

test('an error that befalls everybody is told to everybody at once', async () => {
  const { rounds, started, end } = controlled(items => (items.length > 1 ? new TypeError('database gone') : null))
  const results = Promise.allSettled(['a', 'b', 'c'].map(rounds.submit))
  end()
  await turn()
  end()
  expect((await results).map(result => result.status)).toEqual(['fulfilled', 'rejected', 'rejected'])
  expect(started).toHaveLength(2)
})
