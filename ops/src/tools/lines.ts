import { Writable } from 'node:stream'

/** A stream that calls `hear` with each line, however the chunks are cut. Holds one line in memory. */
export function linesTo(hear: (line: string) => void): Writable {
  let rest = ''
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      const lines = (rest + chunk.toString('latin1')).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) hear(line)
      done()
    },
    final(done) {
      if (rest) hear(rest)
      done()
    },
  })
}
