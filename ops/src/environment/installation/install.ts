import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { Failure } from '../../failure.ts'
import { isThere } from '../../tools/files.ts'
import { psql } from '../../tools/postgres.ts'
import type { Tools } from '../../tools/tools.ts'
import { infraProject } from '../compose-projects.ts'
import { type Home, optionalSecrets, type Secret } from '../home.ts'
import { readSecret, type Target } from '../target.ts'
import { archiveConfig, buildPostgres, infraVariables } from './archive.ts'
import { doorKeysFault } from './control-password.ts'

/** The files of the infrastructure project, as `environments/server` has them. */
const COPIED = ['infra.yaml', 'nginx.conf', 'postgresql.conf'] as const
/** All of its files: those, and what the settings make of the rest. */
export const infraFiles = [...COPIED, 'infra.env', 'pgbackrest.conf'] as const

/** Containers read secrets as this user, who is `node` in the images of Node.js, and in the group of the same number. */
const READER = 1000

/** What {@link prepareHome} made: the names of new secrets, and the address of the database for the backend. */
export type PreparedHome = { made: Secret[]; applicationUrl: string }

/**
 * Makes the folders of an environment and its random secrets. What exists stays as it is; {@link openTarget} has asked
 * for what only a person can give.
 */
export async function prepareHome(home: Home, { files, shell }: Pick<Tools, 'files' | 'shell'>): Promise<PreparedHome> {
  for (const folder of [home.folder, home.flags, home.tls, home.releases, home.runs, home.infra, home.control])
    await files.makeFolder(folder, 0o755)
  await files.makeFolder(join(home.folder, 'secrets'), 0o750)
  const made: Secret[] = []
  const give = async (name: Secret, text: string) => {
    if (await isThere(home.secret(name))) return readSecret(home, name)
    await files.write(home.secret(name), text, 0o440)
    made.push(name)
    return text
  }
  const password = await give('postgres-password', random())
  await give('owner-url', databaseUrl('tiptop', password))
  const applicationUrl = await give('database-url', databaseUrl('tiptop_application', random()))
  for (const name of ['session-key', 'ticket-pepper', 'archive-passphrase'] as const) await give(name, random())
  for (const name of optionalSecrets) await give(name, '')
  await shell.run(['chgrp', '-R', String(READER), join(home.folder, 'secrets')])
  return { made, applicationUrl }
}

/** Installs the files of the infrastructure and makes the image of its database. Starts nothing. */
export async function prepareInfra({ home, settings }: Target, checkout: string, tools: Outside, signal?: AbortSignal) {
  const { files } = tools
  const from = join(checkout, 'environments', 'server')
  for (const name of COPIED) await files.copy(join(from, name), join(home.infra, name))
  await files.copy(join(from, 'maintenance.html'), join(home.flags, 'maintenance.html'))
  await openControl({ home, settings }, tools)
  const image = await buildPostgres(checkout, tools, signal)
  await files.write(join(home.infra, 'infra.env'), infraVariables(image, settings), 0o644)
  await files.write(join(home.infra, 'pgbackrest.conf'), archiveConfig(home.environment, settings), 0o644)
  const [own, trusted] = [join(home.tls, 'authorities.pem'), join(home.infra, 'authorities.pem')]
  if (await isThere(own)) await files.copy(own, trusted)
  else await files.remove(trusted)
}

/** Opens the control room to the names and passwords in its file, or closes it. nginx reads the file as `nobody`. */
async function openControl({ home }: Target, { files, shell }: Outside) {
  const keys = home.secret('control-password')
  const flag = join(home.flags, 'control.on')
  const text = await readSecret(home, 'control-password')
  if (!text) return files.remove(flag)
  const fault = doorKeysFault(keys, text)
  if (fault) throw new Failure('not-ready', fault, { hint: null })
  await shell.run(['chmod', '0444', keys])
  await files.write(flag, '', 0o644)
}

/** Installs the files of the infrastructure, and starts the database and nginx again with them. */
export async function installInfra(target: Target, checkout: string, tools: Outside, signal: AbortSignal) {
  await prepareInfra(target, checkout, tools, signal)
  const project = infraProject(target.home)
  const up = project.command('up', '--detach', '--wait', '--wait-timeout=120', '--force-recreate')
  await tools.shell.run(up, { env: project.env, signal })
}

/** Lets the backend enter the database under its own role, with the password of its address. */
export async function openToApplication(
  { home }: Target,
  { applicationUrl }: PreparedHome,
  { shell }: Tools,
  signal: AbortSignal,
): Promise<void> {
  const { username, password } = new URL(applicationUrl)
  const role = username.replaceAll('"', '""')
  const input = `
select format('create role %I nologin', '${role.replaceAll("'", "''")}')
where not exists (select from pg_roles where rolname = '${role.replaceAll("'", "''")}') \\gexec
set log_statement = 'none';
alter role "${role}" login password '${decodeURIComponent(password).replaceAll("'", "''")}';
`
  await shell.run(psql(home.database), { input, signal })
}

type Outside = Pick<Tools, 'files' | 'shell'>

const random = () => randomBytes(32).toString('base64url')
const databaseUrl = (user: string, password: string) => `postgres://${user}:${password}@postgres:5432/tiptop`
