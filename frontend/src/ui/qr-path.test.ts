import { decodeQR } from 'qr/decode.js'
import { expect, test } from 'vitest'
import { qrPath } from './qr-path.ts'

/** The drawn path as a picture of `scale` pixels a module. */
function pictureOf({ path, size }: { path: string; size: number }, scale = 4) {
  const width = size * scale
  const data = new Uint8Array(width * width * 4).fill(255)
  for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)/g))
    for (let row = Number(y) * scale; row < (Number(y) + 1) * scale; row++)
      for (let column = Number(x) * scale; column < (Number(x) + Number(length)) * scale; column++)
        data.fill(0, (row * width + column) * 4, (row * width + column) * 4 + 3)
  return { width, height: width, data }
}

test('the drawing is read back as the code, ten characters without a separator', () => {
  for (const code of ['ABCDEFGHJK', '2345678923', 'ZZZZZZZZZZ']) expect(decodeQR(pictureOf(qrPath(code)))).toBe(code)
})

test('a quiet margin of four modules surrounds it', () => {
  const { path, size } = qrPath('ABCDEFGHJK')
  const runs = [...path.matchAll(/M(\d+) (\d+)h(\d+)/g)].map(run => run.slice(1).map(Number))
  for (const [x = 0, y = 0, length = 0] of runs) {
    expect(Math.min(x, y)).toBeGreaterThanOrEqual(4)
    expect(Math.max(x + length, y + 1)).toBeLessThanOrEqual(size - 4)
  }
})
