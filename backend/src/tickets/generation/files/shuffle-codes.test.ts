import { readdir, readFile, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scratchFolder } from '../../../../test/generation.ts'
import { openShuffle } from './shuffle-codes.ts'
import { spillFile } from './spill-file.ts'

const folder = await scratchFolder()
/** More than memory keeps: every pile has blocks on the disk. */
const COUNT = 300_000

async function shuffled(count: number): Promise<number[]> {
  const shuffle = openShuffle(join(folder, `${Math.random()}.spill`))
  for (let start = 0; start < count; start += 20_000) {
    const numbers = Array.from({ length: Math.min(20_000, count - start) }, (_, index) => start + index)
    await shuffle.add(Buffer.from(numbers.map(number => String(number).padStart(10, '0')).join('')))
  }
  const order: number[] = []
  for await (const pile of shuffle.read())
    for (let start = 0; start < pile.length; start += 10) order.push(Number(pile.toString('latin1', start, start + 10)))
  await shuffle.close()
  return order
}

test('every code comes out once, anywhere, and before or after the next one as often', async () => {
  const order = await shuffled(COUNT)
  expect(new Set(order).size).toBe(COUNT)
  expect(order).toHaveLength(COUNT)
  const cells = new Array<number>(400).fill(0)
  order.forEach((number, place) => {
    const cell = 20 * Math.floor((20 * number) / COUNT) + Math.floor((20 * place) / COUNT)
    cells[cell] = (cells[cell] ?? 0) + 1
  })
  // 361 degrees of freedom: a fair shuffle exceeds this once in about 10^12.
  const expected = COUNT / cells.length
  expect(cells.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)).toBeLessThan(570)
  const rises = order.filter((number, place) => number > (order[place - 1] ?? COUNT)).length
  // The variance of the rises of a random order is a twelfth of its length.
  expect(Math.abs(rises - COUNT / 2)).toBeLessThan(7 * Math.sqrt(COUNT / 12))
})

test('no codes and few codes need no disk', async () => {
  expect(await shuffled(0)).toEqual([])
  expect((await shuffled(1_000)).toSorted((a, b) => a - b)).toEqual(Array.from({ length: 1_000 }, (_, index) => index))
})

/** What this process holds open and has no name any more. */
async function namelessFiles(): Promise<Buffer[]> {
  const open = await readdir('/proc/self/fd')
  const links = await Promise.all(open.map(file => readlink(`/proc/self/fd/${file}`).catch(() => '')))
  const nameless = open.filter((_, index) => links[index]?.startsWith(folder) && links[index]?.endsWith('(deleted)'))
  return Promise.all(nameless.map(file => readFile(`/proc/self/fd/${file}`)))
}

test.runIf(process.platform === 'linux')('what lies on the disk has no name and is not in clear text', async () => {
  const spill = spillFile(join(folder, 'nameless.spill'), 20)
  const blocks = ['ABCDEFGHJKABCDEFGHJK', 'ABCDEFGHJKABCDEFGHJK', 'MNPQRSTUVWMNPQRSTUVW'].map(codes =>
    Buffer.from(codes),
  )
  const numbers = [
    await spill.write(blocks[0] as Buffer),
    await spill.write(blocks[1] as Buffer),
    await spill.write(blocks[2] as Buffer),
  ]
  expect((await readdir(folder)).filter(name => name.startsWith('nameless'))).toEqual([])
  const [bytes, ...others] = await namelessFiles()
  expect([bytes?.length, others]).toEqual([60, []])
  expect(bytes?.toString('latin1')).not.toMatch(/ABCDE|MNPQR/)
  expect(bytes?.subarray(0, 20)).not.toEqual(bytes?.subarray(20, 40))
  for (const [index, number] of numbers.entries()) expect(await spill.read(number)).toEqual(blocks[index])
  await spill.close()
  expect(await namelessFiles()).toEqual([])
})
