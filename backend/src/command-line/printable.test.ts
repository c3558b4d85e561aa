import { expect, test } from 'vitest'
import { printable } from './printable.ts'

test('what a command quotes keeps its lines and loses what would move the cursor or turn the direction', () => {
  expect(printable('é\tun\nligne')).toBe('é\tun\nligne')
  expect(printable('\x1b[2J\r\0\x07\u009b31m\u202ex\u2066')).toBe('\uFFFD[2J\uFFFD\uFFFD\uFFFD\uFFFD31m\uFFFDx\uFFFD')
})
