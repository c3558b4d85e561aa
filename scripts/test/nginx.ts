import { execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const CACHE = join(process.env.TIPTOP_CACHE || join(homedir(), '.cache', 'tiptop'), 'nginx')
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
  if (!existsSync('/usr/bin/apt-get')) throw new Error('nginx is missing: install it, then run the tests again.')
  const folder = await mkdtemp(join(tmpdir(), 'tiptop-nginx-'))
  const download = () => run('apt-get', ['download', '-qq', 'nginx'], { cwd: folder })
  await download().catch(async () => {
    await run('apt-get', ['update', '-qq'])
    await download()
  })
  await run('sh', ['-c', 'dpkg-deb -x nginx_*.deb unpacked'], { cwd: folder })
  await rm(CACHE, { recursive: true, force: true })
  await mkdir(join(CACHE, '..'), { recursive: true })
  await rename(join(folder, 'unpacked'), CACHE)
  await rm(folder, { recursive: true })
  return ensureNginx()
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
