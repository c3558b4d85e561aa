import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Environment, environments } from '../../ops/src/environment/environment.ts'
import { settingsText } from '../../ops/test/door.ts'
import { startNginx } from '../nginx/nginx.ts'
import { openQuestions } from './ask-prometheus.ts'
import { backupText, roomText, type ServerState } from './exported.ts'
import { ensurePrometheus } from './programs.ts'
import { MONITORING, ROOT, readMonitoring } from './project-files.ts'
import { type RunningProgram, startProgram } from './running-program.ts'

/** Where notices go, and which backend each nginx passes `/metrics/backend` to. */
type Around = { chat: string; smtp: string; backends: Record<Environment, number> }

/** A name that the project's files call, the loopback port in its place. */
type Ports = Record<string, number>
const NAMES = ['relay:9099', 'alertmanager:9093', 'node-exporter:9100', 'prometheus:9090'] as const
const doorName = (environment: Environment) => `nginx-${environment}:8081`

/**
 * Prometheus, Alertmanager, the node exporter, the relay and an nginx for each environment, as processes of their own with
 * the project's files. Only addresses differ, and how long things take: see {@link atOnce}.
 */
export async function openWatchedServer(around: Around) {
  const folder = await mkdtemp(join(tmpdir(), 'tiptop-watched-'))
  const ports = await freePorts([...NAMES, ...environments.map(doorName)])
  await writeProject(folder, ports, around)
  const start = programsOf(folder, ports, { tool: await ensurePrometheus(), backends: around.backends })
  const running = new Map<string, RunningProgram>()
  const stop = async (name: string) => {
    await running.get(name)?.stop()
    running.delete(name)
  }
  const open = async (name: string) => {
    const program = await start[name]?.()
    if (program) running.set(name, program)
  }
  return {
    ...openQuestions(here(ports['prometheus:9090'])),
    /** leaves what tiptop writes of an environment in this state */
    async show(environment: Environment, state: ServerState) {
      const [now, of] = [new Date(), (kind: string) => join('textfiles', `tiptop-${kind}-${environment}.prom`)]
      await writeWhole(folder, of('control'), await roomText(environment, state, now))
      await writeWhole(folder, of('backup'), await backupText(environment, state, now))
    },
    start: open,
    stop,
    async startAll() {
      for (const name of Object.keys(start)) await open(name)
    },
    async close() {
      for (const name of [...running.keys()]) await stop(name)
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The configuration of everything, with the ports of this test in the place of names. */
async function writeProject(folder: string, ports: Ports, { chat, smtp }: Around): Promise<void> {
  for (const name of ['alerts.yml', 'alertmanager.yml', 'prometheus.yml']) {
    const text = atOnce(readMonitoring(name)).replace('/etc/prometheus/alerts.yml', join(folder, 'alerts.yml'))
    const addressed = Object.entries(ports).reduce((said, [name, port]) => said.replaceAll(name, here(port)), text)
    await writeWhole(folder, name, addressed)
  }
  await writeWhole(folder, 'prod/.env.production', settingsText({ NOTIFY_EMAILS: 'astreinte@tiptop.test' }))
  await writeWhole(folder, 'prod/secrets/notify-webhook', chat)
  await writeWhole(folder, 'prod/secrets/smtp-url', smtp)
}

/**
 * The project's files but for their patience: Prometheus asks and judges each second, what has to last (`for`) lasts two
 * seconds, and Alertmanager sends after one. What a rule compares, and over which span, stays as it is.
 */
function atOnce(text: string): string {
  return text
    .replace(/^( +(?:scrape|evaluation)_interval:) \w+$/gm, '$1 1s')
    .replace(/^( +for:) (?!0m)\w+$/gm, '$1 2s')
    .replace(/^( +group_(?:wait|interval):) \w+$/gm, '$1 1s')
}

type Programs = { tool: Awaited<ReturnType<typeof ensurePrometheus>>; backends: Around['backends'] }

/** How each program starts, in the order in which they have to. */
function programsOf(folder: string, ports: Ports, { tool, backends }: Programs) {
  const at = (name: (typeof NAMES)[number]) => ({ port: ports[name] })
  const args = argumentsOf(folder, ports)
  const door = (name: Environment) => async () =>
    startNginx(await metricsDoor(join(folder, doorName(name)), ports[doorName(name)] as number, backends[name]))
  const alertmanager = withOwnShare(tool('prometheus-alertmanager'), args.alertmanager)
  const programs: Record<string, () => Promise<RunningProgram>> = {
    relay: () => startProgram(process.execPath, args.relay, { ...at('relay:9099'), env: { TIPTOP_ROOT: folder } }),
    exporter: () => startProgram(tool('prometheus-node-exporter'), args.exporter, at('node-exporter:9100')),
    alertmanager: () => startProgram('unshare', alertmanager, at('alertmanager:9093')),
    ...Object.fromEntries(environments.map(name => [`nginx-${name}`, door(name)])),
    prometheus: () => startProgram(tool('prometheus'), args.prometheus, at('prometheus:9090')),
  }
  return programs
}

function argumentsOf(folder: string, ports: Ports) {
  const listen = (name: (typeof NAMES)[number]) => here(ports[name])
  const main = join(ROOT, 'ops', 'src', 'main.ts')
  return {
    relay: [main, 'alerts', 'relay', 'prod', '--listen', listen('relay:9099')],
    exporter: [
      '--collector.disable-defaults',
      '--collector.textfile',
      `--collector.textfile.directory=${join(folder, 'textfiles')}`,
      `--web.listen-address=${listen('node-exporter:9100')}`,
    ],
    alertmanager: [
      `--config.file=${join(folder, 'alertmanager.yml')}`,
      `--storage.path=${join(folder, 'alertmanager')}`,
      `--web.listen-address=${listen('alertmanager:9093')}`,
      '--cluster.listen-address=',
    ],
    prometheus: [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'prometheus')}`,
      `--web.listen-address=${listen('prometheus:9090')}`,
    ],
  }
}

/** The part of nginx.conf that Prometheus reads, for an nginx of its own in this folder. @returns the file */
async function metricsDoor(folder: string, port: number, backend: number): Promise<string> {
  const whole = await readFile(join(MONITORING, '..', 'server', 'nginx.conf'), 'utf8')
  const [, server = ''] = /^( {2}server \{\n {4}listen 8081;\n[\s\S]*?^ {2}\})$/m.exec(whole) ?? []
  const own = server
    .replace('listen 8081', `listen ${here(port)}`)
    .replace('backend-$colour:4000', here(backend))
    .replaceAll('/etc/nginx/flags', folder)
  const scratch = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(of => `${of}_temp_path ${folder}/${of};`)
  const text = `pid ${folder}/pid;\nerror_log /dev/null;\nevents {}\nhttp {\n${scratch.join('\n')}\n${own}\n}\n`
  return writeWhole(folder, 'nginx.conf', text)
}

/**
 * Debian's Alertmanager reads its templates below /usr/share, where only an installed package puts them: it gets a view of
 * that folder, of its own, in which they are.
 */
function withOwnShare(program: string, args: string[]): string[] {
  const share = join(program, '..', '..', 'share')
  const lay = 'mount -t overlay overlay -o "lowerdir=$0:/usr/share" /usr/share && exec "$@"'
  const asRoot = process.getuid?.() === 0 ? [] : ['--map-root-user']
  return ['--mount', ...asRoot, 'sh', '-c', lay, share, program, ...args]
}

async function freePorts(names: readonly string[]): Promise<Ports> {
  const servers = names.map(() => createServer().listen(0, '127.0.0.1'))
  await Promise.all(servers.map(server => once(server, 'listening')))
  const ports = servers.map(server => (server.address() as { port: number }).port)
  await Promise.all(servers.map(server => once(server.close(), 'close')))
  return Object.fromEntries(names.map((name, at) => [name, ports[at] as number]))
}

const here = (port: number | undefined) => `127.0.0.1:${port}`

/** Writes a file as tiptop does: no reader ever sees half of it. @returns its path */
async function writeWhole(folder: string, name: string, text: string): Promise<string> {
  const file = join(folder, name)
  await mkdir(join(file, '..'), { recursive: true })
  await writeFile(`${file}.tmp`, text)
  await rename(`${file}.tmp`, file)
  return file
}
