import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { access, type FileHandle, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { Encrypter } from 'age-encryption'
import { CommandRefusal } from '../../../command-line/command-refusal.ts'

/**
 * A file that leaves the company, sealed with age for its readers, or in clear text without any.
 *
 * While tickets are generated it is a draft beside its final name. It is synced to disk before the database commits,
 * and renamed after: a file of this name always holds valid codes, and a committed ticket always has its printed code,
 * whenever the power fails.
 */
export type DraftFile = {
  append(bytes: Uint8Array): Promise<void>
  /** Returns once every byte is on the disk: the SHA-256 of the file as it is there. */
  seal(): Promise<Buffer>
  discard(): Promise<void>
}

const OWNER_ONLY = 0o600

export const draftOf = (path: string) => `${path}.tmp`

/**
 * Begins a new file, readable by its owner only. Replaces a draft that an interrupted run left.
 * @param recipients public keys of age (`age1…`), each of which alone opens it; none leaves it in clear text
 */
export async function draftFile(path: string, recipients: readonly string[]): Promise<DraftFile> {
  const draft = draftOf(path)
  await rm(draft, { force: true })
  const file = await open(draft, 'wx', OWNER_ONLY).catch(error => {
    throw new CommandRefusal(`${path} ne peut pas être écrit : ${error.message}`)
  })
  await file.chmod(OWNER_ONLY)
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const digest = createHash('sha256')
  const written = writeTo(file, recipients.length ? sealed(readable, recipients) : readable, digest)
  // A failure reaches the code that appends or seals; if none does, it must not end the process.
  written.catch(() => {})
  const writer = writable.getWriter()
  return {
    append: bytes => Promise.race([writer.write(bytes), written]),
    seal: async () => {
      await Promise.all([writer.close(), written])
      await file.sync()
      await file.close()
      await syncFolderOf(draft)
      return digest.digest()
    },
    discard: async () => {
      await writer.abort().catch(() => {})
      await written.catch(() => {})
      await file.close()
      await rm(draft, { force: true })
    },
  }
}

async function writeTo(file: FileHandle, bytes: Bytes | Promise<Bytes>, digest: ReturnType<typeof createHash>) {
  for await (const chunk of await bytes) {
    digest.update(chunk)
    await file.writeFile(chunk)
  }
}

type Bytes = ReadableStream<Uint8Array>

function sealed(bytes: Bytes, recipients: readonly string[]): Promise<Bytes> {
  const encrypter = new Encrypter()
  for (const recipient of recipients) encrypter.addRecipient(recipient)
  return encrypter.encrypt(bytes)
}

/** Gives the draft its final name, once what it says is valid. Does nothing if it has that name already. */
export async function publishFile(path: string): Promise<void> {
  await rename(draftOf(path), path).catch(error => {
    if (error.code !== 'ENOENT') throw error
  })
  await syncFolderOf(path)
}

/** @throws CommandRefusal if a file has this name */
export async function refuseExisting(path: string): Promise<void> {
  const exists = await access(path).then(
    () => true,
    () => false,
  )
  if (exists) throw new CommandRefusal(`${path} existe déjà, rien n’est écrasé.`)
}

/** The SHA-256 of the draft that an interrupted run left, or null. */
export async function digestOfDraft(path: string): Promise<Buffer | null> {
  const digest = createHash('sha256')
  try {
    await pipeline(createReadStream(draftOf(path)), digest)
    return digest.digest()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** A new name in a folder lasts only once the folder itself is on the disk. */
async function syncFolderOf(path: string): Promise<void> {
  const folder = await open(dirname(path))
  await folder.sync().finally(() => folder.close())
}
