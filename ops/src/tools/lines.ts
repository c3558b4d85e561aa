import { Writable } from 'node:stream'

/** Takes what a program says, line by line, whatever its pieces; it may be as long as a disk allows. */
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
