import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listBackups } from '../../src/archive/backups.ts'
import { run } from '../machine/run.ts'
import { CI, readCi, readCompose } from '../pipeline/ci-files.ts'
import { REPOSITORY } from './application.ts'
import { follow } from './follow-runbook.ts'
import { freePort, makeCertificate, openServer, type Server } from './server.ts'

const project = `tiptop-test-ci-${randomBytes(3).toString('hex')}`
const IMAGE = readCompose().services.gitea?.image ?? ''
/** A table of each service, as it would keep its users and its measures. */
const TABLES = "create table kept (said text); insert into kept values ('of %s')"

let server: Server
let home: string
let env: Record<string, string>

/**
 * Stands in for Gitea, which cannot be had here: does what its documentation says of `dump` and `admin regenerate hooks`,
 * with its folders and its account, and answers its health check.
 */
const GITEA = `#!/bin/bash
set -e
[ "$1 $2" = "--config /etc/gitea/app.ini" ] && shift 2
case "$*" in
  "dump --config /etc/gitea/app.ini --quiet --type tar --skip-log --skip-index --file -")
    work="$(mktemp -d)"
    mkdir -p "$work/data"
    cp /etc/gitea/app.ini "$work/app.ini"
    cp --recursive /var/lib/gitea/git/repositories "$work/repos"
    cp --recursive /var/lib/gitea/attachments "$work/data/attachments"
    echo "-- as Gitea writes it" >"$work/gitea-db.sql"
    echo "Packing dump files..." >&2
    tar --create --file=- --directory="$work" app.ini gitea-db.sql repos data ;;
  "admin regenerate hooks") touch /var/lib/gitea/hooks-regenerated ;;
  *) exit 2 ;;
esac
`
const DOCKERFILE = `FROM node:24-bookworm-slim
COPY --chmod=755 gitea wget /usr/local/bin/
RUN install -d -o node -g node /var/lib/gitea /etc/gitea
USER node
CMD ["node", "-e", "require('http').createServer((q, a) => a.end('ok')).listen(3000)"]
`

async function buildGitea(folder: string): Promise<void> {
  const context = join(folder, 'gitea-image')
  await mkdir(context)
  await writeFile(join(context, 'Dockerfile'), DOCKERFILE)
  await writeFile(join(context, 'gitea'), GITEA)
  await writeFile(
    join(context, 'wget'),
    '#!/bin/sh\nexec node -e "fetch(\'http://127.0.0.1:3000\').catch(() => process.exit(1))"\n',
  )
  await run(['docker', 'buildx', 'build', '--load', '--quiet', '--tag', IMAGE, context])
}

const compose = (...args: string[]) =>
  run(['docker', 'compose', '--file', join(CI, 'compose.yaml'), '--env-file', join(home, '.env'), ...args], { env })
const volume = (name: string) =>
  run(['docker', 'volume', 'inspect', '--format', '{{.Mountpoint}}', `${project}_${name}`])
const sql = (service: string, statement: string) =>
  compose(
    'exec',
    '--no-TTY',
    `${service}-database`,
    'psql',
    `--username=${service}`,
    '--tuples-only',
    '--no-align',
    '--command',
    statement,
  )

/** Continuous integration in use: a repository with a branch and a tag, an attachment, a table of each service. */
async function layCi(): Promise<void> {
  await mkdir(join(home, 'secrets'), { recursive: true })
  await mkdir(join(home, 'tls'))
  const settings = readCi('env.example').replace(/^(CI_HOME|REGISTRY_PORT)=.*$/gm, '')
  await writeFile(join(home, '.env'), `${settings}\nCI_HOME=${home}\nREGISTRY_PORT=${await freePort()}\n`)
  for (const name of Object.keys(readCompose().secrets))
    await writeFile(join(home, 'secrets', name), `${name} of ours\n`)
  await makeCertificate(join(home, 'tls'), ['git.ci.example.test'])
  await compose('up', '--detach', '--wait', '--pull', 'never', 'gitea', 'sonarqube-database')
  const repositories = join(await volume('gitea'), 'git', 'repositories', 'tiptop')
  await mkdir(repositories, { recursive: true })
  await run(['git', 'clone', '--quiet', '--mirror', server.repository.folder, join(repositories, 'the-tip-top.git')])
  await mkdir(join(await volume('gitea'), 'attachments'))
  await writeFile(join(await volume('gitea'), 'attachments', 'picture'), 'of ours')
  await writeFile(join(await volume('gitea-settings'), 'app.ini'), '[security]\nINTERNAL_TOKEN = ours\n')
  await run(['chown', '--recursive', '1000:1000', await volume('gitea'), await volume('gitea-settings')])
  for (const service of ['gitea', 'sonarqube']) await sql(service, TABLES.replace('%s', service))
}

const repositoryPath = async () => join(await volume('gitea'), 'git', 'repositories', 'tiptop', 'the-tip-top.git')
const log = (repository: string, ...more: string[]) =>
  run(['git', '-c', `safe.directory=${repository}`, '--git-dir', repository, 'log', '--format=%H %s', 'main', ...more])

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tiptop-ci-'))
  home = join(folder, 'ci')
  env = { COMPOSE_PROJECT_NAME: project }
  await buildGitea(folder)
  server = await openServer('prod', {
    BACKUP_WITHOUT: 'jenkins,monitoring',
    GITEA_CONTAINER: `${project}-gitea-1`,
    GITEA_DATABASE_CONTAINER: `${project}-gitea-database-1`,
    SONAR_DATABASE_CONTAINER: `${project}-sonarqube-database-1`,
    CI_HOME: home,
  })
  await server.install()
  await server.repository.commit({ version: '1.0.0' })
  await layCi()
  await writeFile(server.home.settings, `SOURCE_REPOSITORY=${await repositoryPath()}\n`, { flag: 'a' })
})
afterAll(async () => {
  await compose('down', '--volumes', '--timeout', '1')
  await run(['docker', 'rmi', '--force', IMAGE])
  await server?.close()
  await rm(join(home, '..'), { recursive: true })
})

test('a night saves the source and all that builds and deploys it, and says what it leaves out', async () => {
  await server.must('backup', 'nightly', 'prod')
  const [made] = await listBackups(server.home)
  expect(made?.pieces.map(({ name }) => name)).toEqual([
    'database.dump',
    'configuration.tar',
    'source.bundle',
    'gitea.tar',
    'gitea.dump',
    'sonarqube.dump',
    'ci.tar',
  ])
  expect(made?.without?.map(({ part, why }) => [part, why])).toEqual([
    ['pepper', 'unset'],
    ['jenkins', 'chosen'],
    ['monitoring', 'chosen'],
  ])
})

test('the runbook, followed word by word where nothing of it is left, brings Gitea, SonarQube and their secrets back', async () => {
  const before = await log(await repositoryPath())
  await compose('down', '--volumes', '--timeout', '1')
  await rm(home, { recursive: true })

  await follow(
    'ci-lost',
    { ...process.env, ...server.env, ...env, CI_HOME: home, OUTILS: REPOSITORY },
    {},
    'regenerate hooks',
  )

  const repository = await repositoryPath()
  expect(await log(repository)).toBe(before)
  for (const service of ['gitea', 'sonarqube'])
    expect(await sql(service, 'select said from kept')).toBe(`of ${service}`)
  expect(await readFile(join(await volume('gitea-settings'), 'app.ini'), 'utf8')).toContain('INTERNAL_TOKEN = ours')
  expect(await readFile(join(await volume('gitea'), 'attachments', 'picture'), 'utf8')).toBe('of ours')
  expect(await readFile(join(await volume('gitea'), 'hooks-regenerated'), 'utf8')).toBe('')
  expect(await readFile(join(home, 'secrets', 'gitea-secret-key'), 'utf8')).toBe('gitea-secret-key of ours\n')
  // The same bundle makes a repository where no Gitea comes back.
  const [made] = await listBackups(server.home)
  await run([
    'git',
    'clone',
    '--quiet',
    '--mirror',
    join(made?.folder ?? '', 'source.bundle'),
    join(home, '..', 'fresh.git'),
  ])
  expect(await log(join(home, '..', 'fresh.git'))).toBe(before)
})
