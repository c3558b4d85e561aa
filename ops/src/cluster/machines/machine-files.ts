import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../../failure.ts'
import type { ClusterMachine, ClusterSettings } from '../cluster-settings.ts'

/** The passwords of the cluster: of the database's owner, of its replicas, of what rewinds a former primary; the archive's. */
export type ClusterPasswords = Record<'owner' | 'replicator' | 'rewinder' | 'archive', string>

/** How a machine begins: with an empty database, with the last state of the archive, or with that of a moment. */
export type ClusterBeginning = { from: 'nothing' } | { from: 'archive'; to: Date | null }

type ClusterPlan = {
  environment: string
  settings: ClusterSettings
  passwords: ClusterPasswords
  /** lines of pgbackrest.conf that say where the archive is; none without an archive */
  repository: string[]
  beginning: ClusterBeginning
  /** whether etcd forms a new cluster, or a replaced machine joins the one that is there */
  etcd: 'new' | 'existing'
}

const TEMPLATES = join(import.meta.dirname, '..', '..', '..', '..', 'environments', 'cluster')

/** Returns the files of a machine of the database by name, without its certificate. Some hold passwords. */
export async function machineFiles(machine: ClusterMachine, plan: ClusterPlan): Promise<Record<string, string>> {
  const values = valuesOf(machine, plan)
  const names = ['patroni.yml', 'etcd.yml', 'systemd/tiptop-etcd.service', 'systemd/tiptop-patroni.service']
  if (plan.repository.length) names.push('pgbackrest.conf')
  return filled(names, values)
}

/** Returns the files of a machine of the application by name, without its certificate. */
export function applicationFiles({
  CLUSTER_BIND,
  CLUSTER_FOLDER,
  CLUSTER_MACHINES,
}: ClusterSettings): Promise<Record<string, string>> {
  const servers = CLUSTER_MACHINES.map(({ name, address }) => `  server ${name} ${address}:5432`)
  const values = { FOLDER: join(CLUSTER_FOLDER, 'application'), BIND: CLUSTER_BIND, SERVERS: servers.join('\n') }
  return filled(['haproxy.cfg', 'systemd/tiptop-haproxy.service'], values)
}

async function filled(names: string[], values: Record<string, string>): Promise<Record<string, string>> {
  const texts = names.map(async name => [
    name.split('/').at(-1),
    fill(await readFile(join(TEMPLATES, name), 'utf8'), values),
  ])
  return Object.fromEntries(await Promise.all(texts))
}

/** Puts values in the places `${NAME}` of a template. @throws an Error for a place without a value */
function fill(template: string, values: Record<string, string>): string {
  return template.replace(/\$\{([A-Z_]+)\}/g, (_, name: string) => {
    const value = values[name]
    if (value === undefined)
      throw new Failure('wrong-answer', `Aucune valeur pour ${name} dans un modèle de la grappe.`, { hint: null })
    return value
  })
}

function valuesOf({ name, address }: ClusterMachine, plan: ClusterPlan): Record<string, string> {
  const { environment, settings, passwords, repository, etcd } = plan
  const machines = settings.CLUSTER_MACHINES
  const folder = join(settings.CLUSTER_FOLDER, name)
  return {
    NAME: name,
    ADDRESS: address,
    ENVIRONMENT: environment,
    FOLDER: folder,
    POSTGRES: settings.CLUSTER_POSTGRES,
    WATCHDOG: settings.CLUSTER_WATCHDOG,
    ETCD_HOSTS: machines.map(each => `${each.address}:2379`).join(','),
    ETCD_CLUSTER: machines.map(each => `${each.name}=https://${each.address}:2380`).join(','),
    ETCD_STATE: etcd,
    HOST_LINES: hostLines(settings),
    TLS: `sslmode: verify-full, sslrootcert: ${folder}/authority.crt`,
    OWNER_PASSWORD: quoted(passwords.owner),
    REPLICATOR_PASSWORD: quoted(passwords.replicator),
    REWINDER_PASSWORD: quoted(passwords.rewinder),
    PASSPHRASE: passwords.archive,
    REPOSITORY: repository.join('\n'),
    ...archiveValues(folder, plan),
  }
}

/** Only machines of the cluster reach every database; the application reaches its own. */
function hostLines({ CLUSTER_MACHINES, CLUSTER_CLIENTS }: ClusterSettings): string {
  const inside = CLUSTER_MACHINES.flatMap(({ address }) => [
    `hostssl all tiptop,rewinder ${address}/32 scram-sha-256`,
    `hostssl replication replicator ${address}/32 scram-sha-256`,
  ])
  const outside = CLUSTER_CLIENTS.map(address => `hostssl tiptop all ${address}/32 scram-sha-256`)
  return [...inside, ...outside].map(line => `    - ${line}`).join('\n')
}

function archiveValues(folder: string, { repository, beginning, settings }: ClusterPlan): Record<string, string> {
  const pgbackrest = (...words: string[]) =>
    quoted(['pgbackrest', `--config=${folder}/pgbackrest.conf`, '--stanza=tiptop', ...words].join(' '))
  const isKept = repository.length > 0
  const getSegment = isKept ? pgbackrest('archive-get', '%f', '"%p"') : quoted('')
  const target = beginning.from === 'archive' && beginning.to ? targetTime(beginning.to) : ''
  const createDatabase = `${settings.CLUSTER_POSTGRES}/psql --no-psqlrc --quiet --command "create database tiptop"`
  return {
    BOOTSTRAP: beginning.from === 'archive' ? 'archive' : 'initdb',
    AFTER_BOOTSTRAP: beginning.from === 'archive' ? '' : `  post_bootstrap: ${quoted(createDatabase)}`,
    RESTORE_FIRST: pgbackrest('--delta', 'restore'),
    RECOVERY: `{ restore_command: ${getSegment}, recovery_target_timeline: latest, recovery_target_action: promote${target} }`,
    REPLICA_METHODS: isKept ? '[archive, basebackup]' : '[basebackup]',
    RESTORE_COPY: pgbackrest('--delta', '--type=standby', 'restore'),
    RESTORE_COMMAND: getSegment,
    ARCHIVE_MODE: isKept ? '"on"' : '"off"',
    ARCHIVE_COMMAND: isKept ? pgbackrest('archive-push', '"%p"') : quoted(''),
  }
}

const targetTime = (moment: Date) =>
  `, recovery_target_time: ${quoted(moment.toISOString().replace('T', ' ').replace('Z', '+00'))}`

/** A text in YAML, where JSON's quotes hold. */
const quoted = (text: string) => JSON.stringify(text)
