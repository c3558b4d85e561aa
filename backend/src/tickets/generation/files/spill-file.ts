import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { type FileHandle, open, rm } from 'node:fs/promises'

const OWNER_ONLY = 0o600

/**
 * Blocks that do not fit into memory, on the disk for as long as this process keeps them: encrypted (AES-256-CTR) under a
 * key that only memory holds, in a file that has lost its name. A crash leaves nothing that anyone can read.
 * @param path a free name beside which there is room; no file of this name remains
 * @param size the size of a block in bytes
 */
export function spillFile(path: string, size: number) {
  const key = randomBytes(32)
  let opened: Promise<FileHandle> | undefined
  let blocks = 0
  const found = Buffer.alloc(size)
  const file = () => {
    opened ??= openNameless(path)
    return opened
  }
  return {
    /** @returns the number of the block */
    async write(bytes: Uint8Array): Promise<number> {
      const block = blocks++
      const sealed = createCipheriv('aes-256-ctr', key, counterOf(block)).update(bytes)
      await writeAll(await file(), sealed, block * size)
      return block
    },
    /** One at a time. */
    async read(block: number): Promise<Buffer> {
      const { bytesRead } = await (await file()).read(found, 0, size, block * size)
      if (bytesRead < size) throw new Error(`block ${block} of the spill file is cut off`)
      return createDecipheriv('aes-256-ctr', key, counterOf(block)).update(found)
    },
    async close(): Promise<void> {
      key.fill(0)
      await (await opened)?.close()
    },
  }
}

async function openNameless(path: string): Promise<FileHandle> {
  await rm(path, { force: true })
  const file = await open(path, 'wx+', OWNER_ONLY)
  await rm(path)
  return file
}

async function writeAll(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) done += (await file.write(bytes, done, null, position + done)).bytesWritten
}

/** Counters of different blocks never meet: the lower half counts within a block. */
function counterOf(block: number): Buffer {
  const counter = Buffer.alloc(16)
  counter.writeBigUInt64BE(BigInt(block))
  return counter
}
