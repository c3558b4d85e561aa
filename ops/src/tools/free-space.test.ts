import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isFull, noRoom, spaceAt, withRoom } from './free-space.ts'

test('a folder that is not there yet has the space of the disk that it will be on', () => {
  const { total } = spaceAt(tmpdir())
  expect(spaceAt(join(tmpdir(), 'not', 'there', 'yet'))).toMatchObject({ folder: tmpdir(), total })
})

test('a full disk is reported in French with its figures', async () => {
  const full = withRoom('/dev', () => writeFile('/dev/full', 'x'), 'et le commit n’y tient pas')
  await expect(full).rejects.toMatchObject({
    code: 'disk-full',
    message: expect.stringMatching(
      /^Le disque de \/dev est trop plein : .* libres sur .*, et le commit n’y tient pas\.$/,
    ),
    hint: 'Faites-y de la place, puis recommencez.',
  })
  expect(noRoom({ folder: '/srv', free: 1_234_567, total: 5_000_000_000 }, 'x').message).toContain(
    '1,2 Mo libres sur 5,0 Go',
  )
})

test('a program that says that the disk is full is understood', () => {
  expect(isFull(new Error('git clone : code 128\nfatal: write error: No space left on device'))).toBe(true)
  expect(isFull(new Error('npm error code ENOSPC'))).toBe(true)
  expect(isFull(new Error('connection refused'))).toBe(false)
})

test('what has nothing to do with the disk stays as it was said', async () => {
  await expect(withRoom(tmpdir(), () => Promise.reject(new Error('the source is gone')))).rejects.toThrow(
    'the source is gone',
  )
})
