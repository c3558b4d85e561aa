import { PassThrough, Readable, Writable } from 'node:stream'
import { z } from 'zod'
import { Failure } from '../../failure.ts'
import { NOT_THERE, rcloneGive, rcloneList, rcloneReceive, rcloneRemove, rcloneStat } from '../../tools/rclone.ts'
import { CommandFailed, type Shell, type ShellCommand } from '../../tools/shell.ts'
import { NotThere, RemovalDenied, type Store, type StoredObject } from './store.ts'

type RcloneFolder = Pick<Store, 'name' | 'kind'> & {
  /** the file that describes remotes to rclone; holds their secrets */
  config: string
  /** `remote:folder` */
  root: string
  /** certificates of authorities of one's own, in a file; null where there is none */
  authorities: string | null
  shell: Shell
}

const listing = z.array(z.object({ Path: z.string(), Size: z.number(), ModTime: z.string() }))
const stat = z.object({ IsDir: z.boolean() })
const DENIED = /permission.denied|access.?denied|forbidden|\b403\b/i

const LOOK = '« rclone lsd », avec le même fichier de réglages, montre si cette destination répond.'

/** A server that rclone reaches: SFTP, Google Cloud Storage and many more. */
export function rcloneStore({ name, kind, config, root, authorities, shell }: RcloneFolder): Store {
  const env = trusting(authorities)
  const pathOf = (key: string) => `${root}${/[:/]$/.test(root) ? '' : '/'}${key}`
  const fail = (error: unknown): never => {
    if (!(error instanceof CommandFailed)) throw error
    throw new Failure('command-failed', `${name} : ${error.message}`, { hint: LOOK, cause: error })
  }
  return {
    name,
    kind,
    put: (key, from, signal) => takeAll(shell, rcloneReceive(config, pathOf(key)), { env, from }, signal).catch(fail),
    async get(key, signal) {
      const given = await giveAll(shell, rcloneGive(config, pathOf(key)), { env, name, key }, signal)
      if (given) return given
      const said = await shell.read(rcloneStat(config, pathOf(key)), { env }).catch(error => {
        if (isNotThere(error)) throw notThere({ name, key })
        return fail(error)
      })
      if (stat.parse(JSON.parse(said)).IsDir) throw notThere({ name, key })
      return Readable.from([])
    },
    async list(prefix) {
      const said = await shell
        .read(rcloneList(config, pathOf(prefix)), { env })
        .catch(error => (isNotThere(error) ? '[]' : fail(error)))
      return objectsIn(said, prefix)
    },
    async remove(key) {
      await shell.run(rcloneRemove(config, pathOf(key)), { env }).catch(error => {
        if (isNotThere(error)) return
        if (DENIED.test(String(error))) throw new RemovalDenied(`${name} ne laisse pas supprimer ${key}.`)
        fail(error)
      })
    },
    hold: async () => {},
  }
}

function objectsIn(said: string, prefix: string): StoredObject[] {
  return listing.parse(JSON.parse(said)).map(({ Path, Size, ModTime }) => ({
    key: `${prefix}${Path}`,
    bytes: Size,
    at: new Date(ModTime).toISOString(),
  }))
}

type RcloneEnv = Record<string, string | undefined>

function trusting(authorities: string | null): RcloneEnv {
  return {
    // rclone 1.60 reads this variable too, and then trusts no other authority.
    AWS_CA_BUNDLE: undefined,
    // Go reads this file beside the folder of the public authorities.
    ...(authorities && { SSL_CERT_FILE: authorities }),
  }
}

/**
 * Gives a program a whole stream as its input. A stream that fails must not end that input: the program would keep the
 * half as if it were the whole.
 */
async function takeAll(
  shell: Shell,
  command: ShellCommand,
  { env, from }: { env: RcloneEnv; from: Readable },
  signal?: AbortSignal,
): Promise<void> {
  const broken = new AbortController()
  const until = AbortSignal.any([broken.signal, ...(signal ? [signal] : [])])
  const input = new PassThrough()
  from.once('error', error => broken.abort(error)).pipe(input)
  try {
    await shell.run(command, { env, input, signal: until })
  } finally {
    from.destroy()
    input.destroy()
  }
}

type RcloneRequest = { env: RcloneEnv; name: string; key: string }

/**
 * What a program gives, as a stream that ends only when the program has ended well.
 * @returns null when it ended well and gave nothing: some stores answer nothing else for what they do not have
 */
function giveAll(shell: Shell, command: ShellCommand, { env, ...what }: RcloneRequest, signal?: AbortSignal) {
  return new Promise<Readable | null>((resolve, reject) => {
    const result = new PassThrough({ highWaterMark: 1 << 20 })
    const stop = new AbortController()
    result.once('close', () => stop.abort())
    const output = new Writable({
      write(chunk, _encoding, done) {
        resolve(result)
        if (result.destroyed) return done(new Error('the reader has gone'))
        if (result.write(chunk)) return done()
        const goOn = () => {
          result.off('drain', goOn).off('close', goOn)
          done()
        }
        result.once('drain', goOn).once('close', goOn)
      },
    })
    const until = AbortSignal.any([stop.signal, ...(signal ? [signal] : [])])
    shell.read(command, { env, output, signal: until }).then(
      () => {
        // Says nothing where the stream is taken already.
        resolve(null)
        result.end()
      },
      error => {
        const why = isNotThere(error)
          ? notThere(what)
          : new Failure('command-failed', `${what.name} : ${error.message}`, { hint: LOOK, cause: error })
        reject(why)
        // The reader of the stream gets the error; without a reader it must not end the process.
        result.on('error', () => {}).destroy(why)
      },
    )
  })
}

const isNotThere = (error: unknown) =>
  error instanceof CommandFailed &&
  (NOT_THERE.includes(error.exitCode) ||
    /(object|directory) not found|is a directory or doesn't exist/.test(error.message))
const notThere = ({ name, key }: Pick<RcloneRequest, 'name' | 'key'>) => new NotThere(`${key} n’est pas dans ${name}.`)
