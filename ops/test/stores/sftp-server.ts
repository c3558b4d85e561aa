import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { installMissing } from '../machine/debian.ts'
import { run } from '../machine/run.ts'

export type SftpServer = Awaited<ReturnType<typeof openSftpServer>>

const SSHD = `Port 22
HostKey /ssh/host
AuthorizedKeysFile /ssh/authorized_keys
StrictModes no
UsePAM no
PasswordAuthentication no
Subsystem sftp internal-sftp
ForceCommand internal-sftp
`
/** Where files arrive in the container. */
const HOME = '/home/tiptop'

/** Another server that takes files over SFTP, known by its host key, entered with a key. Needs closing. */
export async function openSftpServer() {
  await installMissing({ rclone: 'rclone', 'ssh-keygen': 'openssh-client' }, ['/usr/bin'])
  const folder = await mkdtemp(join(tmpdir(), 'tiptop-sftp-'))
  const file = (name: string) => join(folder, name)
  for (const key of ['host', 'client'])
    await run(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-C', key, '-f', file(key)])
  await writeFile(file('authorized_keys'), await readFile(file('client.pub')))
  await chmod(file('authorized_keys'), 0o644)
  await chmod(folder, 0o755)
  await writeFile(file('sshd_config'), SSHD)
  const name = `tiptop-test-sftp-${randomBytes(3).toString('hex')}`
  const publish = ['--publish', '127.0.0.1::22', '--volume', `${folder}:/ssh:ro`]
  await run(['docker', 'run', '--detach', '--name', name, ...publish, 'tiptop-test/sftp'])
  const [host = '', port = ''] = ((await run(['docker', 'port', name, '22/tcp'])).split('\n')[0] ?? '').split(':')
  const [kind, hostKey] = (await readFile(file('host.pub'), 'utf8')).split(' ')
  await writeFile(file('known_hosts'), `[${host}]:${port} ${kind} ${hostKey}\n`)
  const inside = (...words: string[]) => run(['docker', 'exec', '--interactive', name, ...words])
  const said = {
    type: 'sftp',
    host,
    port,
    user: 'tiptop',
    key_file: file('client'),
    known_hosts_file: file('known_hosts'),
  }
  return {
    /** what `BACKUP_DESTINATIONS` says of it */
    destination: 'rclone:ailleurs:sauvegardes',
    /** what `secrets/rclone.conf` holds */
    config: ['[ailleurs]', ...Object.entries(said).map(([name, value]) => `${name} = ${value}`), ''].join('\n'),
    /** puts a file there without a connection */
    async place(from: string, key: string) {
      const path = `${HOME}/sauvegardes/${key}`
      await inside('mkdir', '-p', dirname(path))
      await run(['docker', 'cp', from, `${name}:${path}`])
      await inside('chown', '-R', 'tiptop', `${HOME}/sauvegardes`)
    },
    stop: () => run(['docker', 'pause', name]),
    start: () => run(['docker', 'unpause', name]),
    async close() {
      await run(['docker', 'rm', '--force', '--volumes', name])
      await rm(folder, { recursive: true })
    },
  }
}
