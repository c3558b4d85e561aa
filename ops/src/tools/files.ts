import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { cp, mkdir, open, rename, rm, stat, symlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Failure } from '../failure.ts'
import { withRoom } from './free-space.ts'
import { systemReason } from './system-errors.ts'

/** What a file holds, in short. */
export type Fingerprint = { sha256: string; bytes: number }

/** What changes files. A file is there whole or not at all, and stays there when the power goes. */
export type Files = {
  write(file: string, text: string, mode?: number): Promise<void>
  /** writes what `fill` gives, however much it is; when `fill` throws there is no file */
  receive(file: string, fill: (into: Writable) => Promise<unknown>, mode?: number): Promise<Fingerprint>
  /** copies a file or a folder */
  copy(from: string, to: string): Promise<void>
  /** gives a file or a folder another name, at once */
  move(from: string, to: string): Promise<void>
  /** lets `link` point to `to` from now on, whatever it pointed to before */
  link(to: string, link: string): Promise<void>
  /** removes a file or a folder; one that is not there is removed already */
  remove(path: string): Promise<void>
  makeFolder(folder: string, mode?: number): Promise<void>
  /** reads a file from beginning to end; a dry run answers for what it would have written */
  fingerprint(file: string): Promise<Fingerprint>
}

export function openFiles(): Files {
  return {
    write: (file, text, mode = 0o640) => put(file, part => writeDurably(part, text, mode)),
    receive: (file, fill, mode = 0o640) => put(file, part => receiveDurably(part, fill, mode)),
    copy: (from, to) =>
      put(to, async part => {
        await cp(from, part, { recursive: true })
        // A folder takes the place of an empty one alone.
        if ((await stat(part)).isDirectory()) await rm(to, { recursive: true, force: true })
      }),
    async move(from, to) {
      await rename(from, to)
      for (const folder of new Set([dirname(from), dirname(to)])) await syncFolder(folder)
    },
    link: (to, link) => put(link, part => symlink(to, part)),
    async remove(path) {
      await rm(path, { recursive: true, force: true })
      await syncFolder(dirname(path)).catch(() => {})
    },
    async makeFolder(folder, mode = 0o750) {
      await withRoom(folder, () => mkdir(folder, { recursive: true, mode }))
    },
    fingerprint: readFingerprint,
  }
}

/** For dry runs: reports what it would change. */
export function dryFiles(tell: (line: string) => void): Files {
  const would = new Map<string, Fingerprint>()
  return {
    async write(file, text) {
      would.set(file, fingerprintOf(text))
      tell(`écrirait ${file}`)
    },
    async receive(file, fill) {
      tell(`écrirait ${file}`)
      await fill(hashing(createHash('sha256'), async () => {}))
      const nothing = { sha256: '', bytes: 0 }
      would.set(file, nothing)
      return nothing
    },
    copy: async (from, to) => tell(`copierait ${from} en ${to}`),
    move: async (from, to) => tell(`renommerait ${from} en ${to}`),
    link: async (to, link) => tell(`lierait ${link} à ${to}`),
    remove: async path => tell(`supprimerait ${path}`),
    makeFolder: async folder => tell(`créerait ${folder}`),
    fingerprint: async file => would.get(file) ?? readFingerprint(file),
  }
}

/**
 * Whether there is a file or a folder at this path; a link that points nowhere is not there.
 * @throws a Failure in French if that cannot be known, as in a folder that is closed to this user
 */
export async function isThere(path: string): Promise<boolean> {
  try {
    // What this process may read counts; access() leaves out the capabilities that systemd gives it.
    await stat(path)
    return true
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return false
    throw new Failure('not-readable', `${path} ne peut pas être regardé (${code}).`, {
      hint: systemReason(error)?.hint ?? null,
      cause: error,
    })
  }
}

export function fingerprintOf(text: string): Fingerprint {
  return { sha256: createHash('sha256').update(text).digest('hex'), bytes: Buffer.byteLength(text) }
}

/**
 * Makes something beside its place, then gives it that place at once.
 * @throws what made it throws, and then nothing is left; of a full disk, a Failure with its figures
 */
async function put<T>(file: string, make: (part: string) => Promise<T>): Promise<T> {
  const part = `${file}.tmp`
  const clear = () => rm(part, { recursive: true, force: true })
  try {
    await clear()
    const made = await withRoom(dirname(file), () => make(part), `et ${basename(file)} n’y tient pas`)
    await rename(part, file)
    await syncFolder(dirname(file))
    return made
  } catch (error) {
    await clear()
    throw error
  }
}

async function writeDurably(file: string, text: string, mode: number): Promise<void> {
  const handle = await open(file, 'w', mode)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function receiveDurably(file: string, fill: (into: Writable) => Promise<unknown>, mode: number) {
  const handle = await open(file, 'w', mode)
  const hash = createHash('sha256')
  try {
    await fill(hashing(hash, async chunk => void (await handle.writeFile(chunk))))
    await handle.sync()
    return { sha256: hash.digest('hex'), bytes: (await handle.stat()).size }
  } finally {
    await handle.close()
  }
}

async function readFingerprint(file: string): Promise<Fingerprint> {
  const hash = createHash('sha256')
  let bytes = 0
  const count = async (chunk: Buffer) => {
    bytes += chunk.length
  }
  await pipeline(createReadStream(file), hashing(hash, count))
  return { sha256: hash.digest('hex'), bytes }
}

function hashing(hash: Hash, pass: (chunk: Buffer) => Promise<void>): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      pass(chunk).then(() => done(), done)
    },
  })
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(join(folder, '.'), 'r')
  await handle.sync().finally(() => handle.close())
}
