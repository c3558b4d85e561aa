import { beforeEach, expect, test } from 'vitest'
import { laid, openLaidArchive } from '../../../../test/stores/laid-archive.ts'
import { reachOfStored } from './stored-reach.ts'

let archive: Awaited<ReturnType<typeof openLaidArchive>>
beforeEach(async () => {
  archive = await openLaidArchive()
})

const { signal } = new AbortController()
const reach = (passphrase = archive.passphrase) =>
  reachOfStored({ store: archive.store, environment: 'prod', passphrase }, signal)
const [base, arrived] = ['20261201-001536F', new Date(laid.arrivedAt)]

test('a repository of pgBackRest leads to the newest transaction that its last segments hold', async () => {
  expect(await reach()).toEqual({ base, until: laid.lastInsertAt, hole: null, arrived: expect.any(Date) })
  expect((await reach())?.arrived.getTime()).toBeGreaterThanOrEqual(arrived.getTime())
})

test('behind a segment that is missing or damaged nothing counts, whatever arrived later', async () => {
  const fifth = archive.keyOf(5)
  const [kept, fourth] = [archive.files.get(fifth) as Buffer, archive.keyOf(4)]
  const damaged = Buffer.alloc(kept.length, kept)
  damaged.writeUInt8((damaged.at(40) ?? 0) ^ 1, 40)
  archive.files.set(fifth, damaged)
  const before = await reach()
  expect(before).toMatchObject({ hole: laid.segment(5) })
  expect(before?.until.getTime()).toBeLessThan(laid.lastInsertAt.getTime())
  expect(before?.until.getTime()).toBeGreaterThan(laid.baseAt.getTime())
  archive.files.set(fifth, kept)
  archive.files.delete(fourth)
  const earlier = await reach()
  expect(earlier).toMatchObject({ hole: laid.segment(4) })
  expect(earlier?.until.getTime()).toBeLessThan(before?.until.getTime() ?? 0)
})

test('without WAL after it a base backup leads to its own end, and without its own WAL nowhere', async () => {
  for (const number of [3, 4, 5]) archive.files.delete(archive.keyOf(number))
  expect(await reach()).toMatchObject({ until: laid.baseAt, hole: null })
  archive.files.delete(archive.keyOf(2))
  expect(await reach()).toBe(null)
})

test('a storage that never had an archive has none; one that another passphrase seals is not taken for an empty one', async () => {
  await expect(reach('une autre')).rejects.toMatchObject({ code: 'wrong-key' })
  archive.files.clear()
  expect(await reach()).toBe(null)
})
