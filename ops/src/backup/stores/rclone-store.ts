import { PassThrough, type Readable, Writable } from 'node:stream'
import { z } from 'zod'
import { NOT_THERE, rcloneGive, rcloneList, rcloneReceive, rcloneRemove } from '../../tools/rclone.ts'
import { CommandFailed, type Shell, type ShellOptions } from '../../tools/shell.ts'
import { NotThere, RemovalDenied, type Store } from './store.ts'

type Place = {
  name: string
  /** the file that describes remotes to rclone; holds their secrets */
  config: string
  /** `remote:folder` */
  root: string
  shell: Shell
}

const listing = z.array(z.object({ Path: z.string(), Size: z.number(), ModTime: z.string() }))
const DENIED = /permission.denied|access.?denied|forbidden|\b403\b/i

/** rclone 1.60 takes this variable for its own and then trusts nobody else. */
const env = { AWS_CA_BUNDLE: undefined }

/** A server that rclone reaches: SFTP, Google Cloud Storage and many more. */
export function rcloneStore({ name, config, root, shell }: Place): Store {
  const pathOf = (key: string) => `${root}${/[:/]$/.test(root) ? '' : '/'}${key}`
  const named = (error: unknown): Error => {
    if (!(error instanceof CommandFailed)) return error as Error
    return new Error(`${name} : ${error.message}`, { cause: error })
  }
  return {
    name,
    async put(key, from, signal) {
      let broken: Error | undefined
      from.once('error', error => {
        broken = error
      })
      const options: ShellOptions = { env, input: from, ...(signal && { signal }) }
      await shell.run(rcloneReceive(config, pathOf(key)), options).catch(error => {
        throw named(error)
      })
      // A source that fails closes rclone's input as one that ends does.
      if (broken) throw broken
    },
    get: (key, signal) => given(shell, rcloneGive(config, pathOf(key)), { name, key }, signal),
    async list(prefix) {
      const said = await shell.read(rcloneList(config, pathOf(prefix)), { env }).catch(error => {
        if (isNotThere(error)) return '[]'
        throw named(error)
      })
      return listing.parse(JSON.parse(said)).map(({ Path, Size, ModTime }) => ({
        key: `${prefix}${Path}`,
        bytes: Size,
        at: new Date(ModTime).toISOString(),
      }))
    },
    async remove(key) {
      await shell.run(rcloneRemove(config, pathOf(key)), { env }).catch(error => {
        if (isNotThere(error)) return
        if (DENIED.test(String(error))) throw new RemovalDenied(`${name} ne laisse pas supprimer ${key}.`)
        throw named(error)
      })
    },
    hold: async () => {},
  }
}

/** What a program gives, as a stream that ends only when the program has ended well. */
function given(
  shell: Shell,
  command: ReturnType<typeof rcloneGive>,
  what: { name: string; key: string },
  signal?: AbortSignal,
) {
  return new Promise<Readable>((resolve, reject) => {
    const result = new PassThrough({ highWaterMark: 1 << 20 })
    const stop = new AbortController()
    result.once('close', () => stop.abort())
    const output = new Writable({
      write(chunk, _encoding, done) {
        resolve(result)
        if (result.destroyed) return done(new Error('nobody reads any more'))
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
        resolve(result)
        result.end()
      },
      error => {
        const why = isNotThere(error) ? notThere(what) : new Error(`${what.name} : ${error.message}`, { cause: error })
        reject(why)
        // Whoever was given the stream hears it there; when nobody was, nobody is to hear it.
        result.on('error', () => {}).destroy(why)
      },
    )
  })
}

const isNotThere = (error: unknown) =>
  error instanceof CommandFailed &&
  (NOT_THERE.includes(error.exitCode) ||
    /(object|directory) not found|is a directory or doesn't exist/.test(error.message))
const notThere = ({ name, key }: { name: string; key: string }) => new NotThere(`${key} n’est pas dans ${name}.`)
