const LINE_END = 0x0a

/** The same bytes in pieces that hold whole lines. In UTF-8 no other character contains the byte of a line end. */
export async function* wholeLines(rows: AsyncIterable<Buffer>): AsyncGenerator<Buffer, undefined> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const bytes of rows) {
    const end = bytes.lastIndexOf(LINE_END) + 1
    if (end > 0) yield Buffer.concat([rest, bytes.subarray(0, end)])
    rest = end > 0 ? bytes.subarray(end) : Buffer.concat([rest, bytes])
  }
}

/** How many lines end in these bytes, up to `most`, and the length of the bytes that these lines take. */
export function firstLines(bytes: Buffer, most: number): { length: number; lines: number } {
  let length = 0
  let lines = 0
  while (lines < most) {
    const end = bytes.indexOf(LINE_END, length)
    if (end < 0) return { length: bytes.length, lines }
    length = end + 1
    lines++
  }
  return { length, lines }
}
