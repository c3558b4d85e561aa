import { expect, test } from 'vitest'
import { formatSize } from './sizes.ts'

test('a size is written in the unit that a person would use', () => {
  const sizes = [0, 999, 4_200, 61_000_000].map(bytes => formatSize(bytes, 'fr').replace(/\s/g, ' '))
  expect(sizes).toEqual(['0 o', '999 o', '4,2 ko', '61 Mo'])
})
