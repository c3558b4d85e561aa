import { execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const CACHE = join(process.env.TIPTOP_CACHE || join(homedir(), '.cache', 'tiptop'), 'nginx')
const STREAM = join('modules', 'ngx_stream_module.so')
const MODULES = ['/usr/lib/nginx', join(CACHE, 'usr', 'lib', 'nginx')]
const PLACES = ['/usr/sbin/nginx', '/usr/local/sbin/nginx', '/usr/local/bin/nginx', join(CACHE, 'usr', 'sbin', 'nginx')]

/**
 * Returns the path of nginx: the one that is installed, or that of Debian's package, unpacked and not installed, so that
 * nothing listens on port 80.
 *
 * @throws an Error with what to install where neither is possible
 */
async function ensureNginx(): Promise<string> {
  const found = PLACES.find(existsSync)
  if (found) return found
  await unpackDebian('nginx')
  return ensureNginx()
}

/** What nginx is here: its version as [1, 22], and the line that lets it read `stream`, empty where it is compiled in. */
export async function describeNginx(): Promise<{ version: [number, number]; loadStream: string }> {
  const { stderr } = await run(await ensureNginx(), ['-V'])
  const [, major, minor] = /nginx\/(\d+)\.(\d+)/.exec(stderr) ?? []
  const version: [number, number] = [Number(major), Number(minor)]
  if (/--with-stream(\s|$)/.test(stderr)) return { version, loadStream: '' }
  const find = () => MODULES.map(folder => join(folder, STREAM)).find(existsSync)
  if (!find()) await unpackDebian('libnginx-mod-stream')
  return { version, loadStream: `load_module ${find()};` }
}

/** Unpacks a package of Debian beside the others, as one rename for each of its files. */
async function unpackDebian(name: string): Promise<void> {
  if (!existsSync('/usr/bin/apt-get')) throw new Error(`${name} is missing: install it, then run the tests again.`)
  const folder = await mkdtemp(join(tmpdir(), 'tiptop-nginx-'))
  const download = () => run('apt-get', ['download', '-qq', name], { cwd: folder })
  await download().catch(async () => {
    await run('apt-get', ['update', '-qq'])
    await download()
  })
  await mkdir(CACHE, { recursive: true })
  await run('sh', ['-c', `dpkg-deb -x ${name}_*.deb unpacked`], { cwd: folder })
  await cp(join(folder, 'unpacked'), CACHE, { recursive: true, force: false, verbatimSymlinks: true })
  await rm(folder, { recursive: true })
}

/** Starts nginx with this configuration. @returns what stops it @throws an Error with what nginx says against it */
export async function startNginx(configuration: string): Promise<{ stop(): Promise<void> }> {
  const nginx = await ensureNginx()
  await run(nginx, ['-e', 'stderr', '-t', '-c', configuration])
  // As root it would read the files as another user, whom the folders of tests keep out.
  const user = process.getuid?.() === 0 ? ' user root root;' : ''
  const server = spawn(nginx, ['-e', 'stderr', '-c', configuration, '-g', `daemon off;${user}`], { stdio: 'inherit' })
  const ended = new Promise<void>(resolve => server.once('close', () => resolve()))
  return {
    stop: () => {
      server.kill('SIGTERM')
      return ended
    },
  }
}
