import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { freePort } from '../embedded-postgres.ts'
import { describeNginx, startNginx } from './nginx.ts'

const CONFIGURATION = join(import.meta.dirname, '..', '..', 'environments', 'server', 'nginx.conf')
/** The name of the site behind the door, and of its certificate. */
export const SITE = 'tiptop.test'

/** Where the colours' servers really are, and who may enter the control room (a line of htpasswd). */
type Behind = { backend: number; frontend: number; controlPassword?: string }

/**
 * Starts the nginx of a server, with its own configuration, on this machine: other folders and ports, both colours at
 * the same place, and every address of 127.0.0.0/8 but 127.0.0.1 a visitor like any other.
 * @returns the port for HTTPS and that for HTTP, the folder with `flags` and `control`, and what stops it
 */
export async function openServerDoor(behind: Behind) {
  const folder = await mkdtemp(join(tmpdir(), 'tiptop-door-'))
  for (const name of ['flags', 'tls', 'static', 'control', 'cache'])
    await mkdir(join(folder, name), { recursive: true, mode: 0o755 })
  await writeFile(join(folder, 'control-password'), behind.controlPassword ?? '')
  await writeFile(join(folder, 'control', 'index.html'), '<title>Salle de contrôle</title>')
  if (behind.controlPassword) await writeFile(join(folder, 'flags', 'control.on'), '')
  await makeCertificate(join(folder, 'tls'))
  const ports = await freePorts()
  const file = join(folder, 'nginx.conf')
  await writeFile(
    file,
    onThisMachine(await readFile(CONFIGURATION, 'utf8'), await describeNginx(), { folder, ports, behind }),
  )
  const nginx = await startNginx(file)
  while (!(await isListening(ports.https))) await wait(50)
  const stop = async () => {
    await nginx.stop()
    await rm(folder, { recursive: true, force: true })
  }
  return { https: ports.https, http: ports.http, folder, stop }
}

function isListening(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}

const NAMES = ['https', 'http', 'inner', 'redirect', 'room', 'health', 'figures'] as const
type Ports = Record<(typeof NAMES)[number], number>

async function freePorts(): Promise<Ports> {
  const all = await Promise.all(NAMES.map(async name => [name, await freePort()] as const))
  return Object.fromEntries(all) as Ports
}

type Here = { folder: string; ports: Ports; behind: Behind }

/** @throws an Error when the configuration no longer says what is to be said otherwise here */
function onThisMachine(text: string, nginx: Awaited<ReturnType<typeof describeNginx>>, here: Here): string {
  const [major, minor] = nginx.version
  const changes = changesFor(here, nginx.loadStream)
  // Since 1.25.1 this is a directive of its own.
  if (major === 1 && minor < 25) changes.push([/http2 on;/, ''], [/( ssl) proxy_protocol/, '$1 http2 proxy_protocol'])
  return changes.reduce((all, [said, instead]) => {
    if (all.search(said) < 0) throw new Error(`environments/server/nginx.conf no longer says ${said}`)
    return all.replace(said, instead)
  }, text)
}

function changesFor({ folder, ports, behind }: Here, loadStream: string): [said: RegExp, here: string][] {
  return [
    [/include \/etc\/nginx\/modules-enabled\/\*\.conf;/, loadStream],
    [/user nginx;/, ''],
    [/worker_rlimit_nofile 20480;/, ''],
    [/worker_processes auto;/, 'worker_processes 2;'],
    [/127\.0\.0\.0\/8 1;/g, '127.0.0.1 1;'],
    [/listen 443;/, `listen ${ports.https};`],
    [/listen 80;/, `listen ${ports.http};`],
    [/127\.0\.0\.1:8000/g, `127.0.0.1:${ports.redirect}`],
    [/127\.0\.0\.1:8443/g, `127.0.0.1:${ports.inner}`],
    [/listen 8443 ssl/, `listen 127.0.0.1:${ports.inner} ssl`],
    [/127\.0\.0\.1:8082/g, `127.0.0.1:${ports.room}`],
    [/127\.0\.0\.1:8080/g, `127.0.0.1:${ports.health}`],
    [/listen 8081;/, `listen 127.0.0.1:${ports.figures};`],
    [/http:\/\/backend-\$colour:4000/g, `http://127.0.0.1:${behind.backend}`],
    [/http:\/\/frontend-\$colour:3000/g, `http://127.0.0.1:${behind.frontend}`],
    [/\/etc\/nginx\/(flags|tls)/g, `${folder}/$1`],
    [/\/srv\/(static|control)/g, `${folder}/$1`],
    [/\/run\/secrets/g, folder],
    [/\/var\/cache\/nginx/g, `${folder}/cache`],
    [/\/tmp\/nginx\.pid/, `${folder}/nginx.pid`],
    [/include \/etc\/nginx\/mime\.types;/, ''],
    [/access_log \/dev\/stdout line;/, `access_log ${folder}/access.log line;`],
    [/\/dev\/stderr/g, `${folder}/error.log`],
    [/server_tokens off;/, `server_tokens off;\n${temporary(folder)}`],
  ]
}

const temporary = (folder: string) =>
  ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(name => `  ${name}_temp_path ${folder}/${name};\n`).join('')

async function makeCertificate(folder: string): Promise<void> {
  const names = `subjectAltName=DNS:${SITE},DNS:api.${SITE}`
  const [key, certificate] = [join(folder, 'privkey.pem'), join(folder, 'fullchain.pem')]
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  const self = ['-x509', '-days', '2', '-subj', `/CN=${SITE}`, '-addext', names]
  await promisify(execFile)('openssl', ['req', ...curve, ...self, '-keyout', key, '-out', certificate])
}
