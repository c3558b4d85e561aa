import { expect, test } from 'vitest'
import { Refusal } from '../refusal.ts'
import { openLanes } from './lanes.ts'

const full = () => new Refusal('too-many-attempts', { retryAfterSeconds: 1 })
const late = () => new Refusal('service-unavailable')
const patient = { waitMs: 60_000, full, late }

/** Work that ends when the test says so. */
function openWork() {
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  const work = (name: string) => () => {
    begun.push(name)
    return new Promise<string>(resolve => ends.set(name, () => resolve(name)))
  }
  return { begun, work, end: (name: string) => ends.get(name)?.() }
}

test('in one lane so many run at once, the next wait in order, and what comes on top is refused at once', async () => {
  const lanes = openLanes({ atOnce: 2, waiting: 2, ...patient })
  const { begun, work, end } = openWork()
  const all = ['a', 'b', 'c', 'd'].map(name => lanes.run('lane', work(name)))
  await expect(lanes.run('lane', work('e'))).rejects.toMatchObject({ code: 'too-many-attempts', retryAfterSeconds: 1 })
  expect(begun).toEqual(['a', 'b'])
  end('b')
  await expect.poll(() => begun).toEqual(['a', 'b', 'c'])
  end('a')
  await expect.poll(() => begun).toEqual(['a', 'b', 'c', 'd'])
  end('c')
  end('d')
  expect(await Promise.all(all)).toEqual(['a', 'b', 'c', 'd'])
})

test('a lane waits for itself alone, and failed work gives its place back', async () => {
  const lanes = openLanes({ atOnce: 1, waiting: 0, ...patient })
  const { work, end } = openWork()
  const long = lanes.run('one', work('long'))
  await expect(lanes.run('other', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
  expect(await lanes.run('other', async () => 'well')).toBe('well')
  end('long')
  await long
  expect(await lanes.run('one', async () => 'again')).toBe('again')
})

test('what has waited long enough is refused, and its turn goes to those behind it', async () => {
  const lanes = openLanes({ atOnce: 1, waiting: 9, waitMs: 30, full, late })
  const { begun, work, end } = openWork()
  const stuck = lanes.run('lane', work('stuck'))
  await expect(lanes.run('lane', work('late'))).rejects.toMatchObject({ code: 'service-unavailable' })
  const next = lanes.run('lane', work('next'))
  end('stuck')
  await expect.poll(() => begun).toEqual(['stuck', 'next'])
  end('next')
  expect(await Promise.all([stuck, next])).toEqual(['stuck', 'next'])
})

test('an error that hits all alike ends what waits behind it, and any other error ends itself alone', async () => {
  const lanes = openLanes({ atOnce: 1, waiting: 9, ...patient, isCommon: error => String(error).includes('gone') })
  const failing = (message: string) => () => Promise.reject(new Error(message))
  const run = async (message: string) => {
    const first = lanes.run('lane', failing(message))
    const behind = lanes.run('lane', async () => 'well')
    return (await Promise.allSettled([first, behind])).map(({ status }) => status)
  }
  expect(await run('gone')).toEqual(['rejected', 'rejected'])
  expect(await run('a bug')).toEqual(['rejected', 'fulfilled'])
})
