import { type FileHandle, open } from 'node:fs/promises'
import { promisify } from 'node:util'
import { inflateRaw } from 'node:zlib'

const inflate = promisify(inflateRaw)

/** The records of a ZIP file (APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16): how they begin, and their lengths. */
const LOCAL = { signature: 0x04034b50, bytes: 30 }
const ENTRY = { signature: 0x02014b50, bytes: 46 }
const END = { signature: 0x06054b50, bytes: 22 }
const LONGEST_COMMENT = 0xffff
const [STORED, DEFLATED] = [0, 8]

/**
 * One file out of a ZIP archive, as plugins of Jenkins are; of the archive little more than its list is read.
 * @throws an Error in French when this is no such archive, or has no such file
 */
export async function readZipped(archive: string, name: string): Promise<Buffer> {
  const handle = await open(archive)
  try {
    const entry = (await entriesOf(handle)).find(found => found.name === name)
    if (!entry) throw new Error(`${name} n’y est pas`)
    const header = await read(handle, entry.at, LOCAL.bytes)
    if (header.readUInt32LE(0) !== LOCAL.signature) throw new Error('l’archive est abîmée')
    const start = entry.at + LOCAL.bytes + header.readUInt16LE(26) + header.readUInt16LE(28)
    const content = await read(handle, start, entry.bytes)
    if (entry.method === STORED) return content
    if (entry.method === DEFLATED) return await inflate(content)
    throw new Error(`${name} y est compressé d’une façon inconnue (${entry.method})`)
  } finally {
    await handle.close()
  }
}

/** The list at the end of the archive. */
async function entriesOf(handle: FileHandle) {
  const { size } = await handle.stat()
  const tail = await read(handle, Math.max(0, size - END.bytes - LONGEST_COMMENT), END.bytes + LONGEST_COMMENT)
  const signature = Buffer.alloc(4)
  signature.writeUInt32LE(END.signature)
  const end = tail.lastIndexOf(signature)
  if (end < 0 || end + END.bytes > tail.length) throw new Error('ce n’est pas une archive ZIP entière')
  const list = await read(handle, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12))
  const entries: { name: string; method: number; bytes: number; at: number }[] = []
  for (let at = 0; at + ENTRY.bytes <= list.length && list.readUInt32LE(at) === ENTRY.signature; ) {
    const [name, extra, comment] = [28, 30, 32].map(place => list.readUInt16LE(at + place)) as [number, number, number]
    entries.push({
      name: list.toString('utf8', at + ENTRY.bytes, at + ENTRY.bytes + name),
      method: list.readUInt16LE(at + 10),
      bytes: list.readUInt32LE(at + 20),
      at: list.readUInt32LE(at + 42),
    })
    at += ENTRY.bytes + name + extra + comment
  }
  return entries
}

/** Less where the file ends before. */
async function read(handle: FileHandle, at: number, bytes: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, at)
  return buffer.subarray(0, bytesRead)
}
