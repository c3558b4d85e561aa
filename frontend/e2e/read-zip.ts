import { inflateRawSync } from 'node:zlib'

const [END, ENTRY] = [0x06054b50, 0x02014b50]
const DEFLATED = 8

/** Returns the files of a zip archive by name, read through its directory (APPNOTE 4.3), as spreadsheet programs do. */
export function readZip(archive: Buffer): Map<string, string> {
  const end = archive.lastIndexOf(Buffer.from(Uint32Array.of(END).buffer))
  if (end < 0) throw new Error('no zip archive: its end is missing')
  const files = new Map<string, string>()
  let at = archive.readUInt32LE(end + 16)
  for (let count = archive.readUInt16LE(end + 10); count > 0; count--) {
    if (archive.readUInt32LE(at) !== ENTRY) throw new Error('the directory of the zip archive is broken')
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map(offset => archive.readUInt16LE(at + offset)) as [
      number,
      number,
      number,
    ]
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength)
    const header = archive.readUInt32LE(at + 42)
    const start = header + 30 + archive.readUInt16LE(header + 26) + archive.readUInt16LE(header + 28)
    const packed = archive.subarray(start, start + archive.readUInt32LE(at + 20))
    const isDeflated = archive.readUInt16LE(at + 10) === DEFLATED
    files.set(name, (isDeflated ? inflateRawSync(packed) : packed).toString('utf8'))
    at += 46 + nameLength + extraLength + commentLength
  }
  return files
}
