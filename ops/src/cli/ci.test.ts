import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { makeCertificate } from '../../test/certificate.ts'
import {
  type AnsweringServer,
  type Answers,
  giteaAnswers,
  grafanaAnswers,
  jenkinsAnswers,
  jobFile,
  openAnswering,
  openFront,
  rights,
  sonarAnswers,
} from '../../test/ci/ci-servers.ts'
import { settingsText } from '../../test/door.ts'
import { pretendProgram } from '../../test/machine/tiptop-process.ts'
import { CI } from '../../test/pipeline/ci-files.ts'
import { readCiVersions } from '../ci/ci-installation.ts'
import { basic } from '../ci/ci-server.ts'
import type { CiFinding } from '../ci/findings.ts'
import { readConfig } from '../config.ts'
import { runProgram } from './program.ts'

const SECRETS = {
  'ci/secrets/gitea-token': 'demo-gitea-secret',
  'ci/secrets/jenkins-admin-password': 'demo-jenkins-secret',
  'root/prod/secrets/sonar-token': 'demo-sonar-secret',
  'root/prod/secrets/grafana-password': 'demo-grafana-secret',
}
const secret = (name: keyof typeof SECRETS) => SECRETS[name]

let folder: string
let ssh: string
const { PATH } = process.env
let front: Awaited<ReturnType<typeof openFront>>
let gitea: AnsweringServer
let jenkins: AnsweringServer
let sonar: AnsweringServer
let grafana: AnsweringServer
const all = () => [gitea, jenkins, sonar, grafana]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tiptop-ci-check-'))
  ssh = await pretendProgram('ssh', `. "${join(folder, 'ssh-answer')}"`)
  process.env.PATH = `${ssh}:${PATH}`
  for (const name of ['ci/tls', 'ci/secrets', 'root/prod/secrets']) await mkdir(join(folder, name), { recursive: true })
  for (const [name, text] of Object.entries(SECRETS)) await writeFile(join(folder, name), `${text}\n`)
  const tls = join(folder, 'ci', 'tls')
  await makeCertificate(tls, { names: ['jenkins', 'git', 'sonar'].map(name => `${name}.ci.example.test`) })
  const [cert, key] = await Promise.all(['fullchain.pem', 'privkey.pem'].map(name => readFile(join(tls, name), 'utf8')))
  front = await openFront({ cert: cert ?? '', key: key ?? '' })
  const open = ['/api/health', '/api/system/status']
  gitea = await openAnswering({}, `token ${secret('ci/secrets/gitea-token')}`)
  jenkins = await openAnswering({}, basic('admin', secret('ci/secrets/jenkins-admin-password')))
  sonar = await openAnswering({}, `Bearer ${secret('root/prod/secrets/sonar-token')}`, open)
  grafana = await openAnswering({}, basic('admin', secret('root/prod/secrets/grafana-password')), open)
  const example = await readFile(join(CI, 'env.example'), 'utf8')
  const own = example
    .replace(/^CI_HOME=.*$/m, `CI_HOME=${join(folder, 'ci')}`)
    .replace(/^CI_HTTPS_PORT=.*$/m, `CI_HTTPS_PORT=${front.port}`)
  await writeFile(join(folder, 'ci', '.env'), own)
  await writeFile(
    join(folder, 'root', 'prod', '.env.production'),
    settingsText({ SONAR_URL: sonar.url, SONAR_PROJECT: 'the-tip-top' }),
  )
})
beforeEach(async () => {
  await behindKey(GATE)
  const versions = await readCiVersions(join(CI, '..', '..'))
  front.behind.status = 200
  const fresh: Answers[] = [
    giteaAnswers(),
    jenkinsAnswers(versions.jenkins, versions.pluginList),
    sonarAnswers(versions.sonarqube),
    grafanaAnswers(versions.grafana),
  ]
  for (const [at, server] of all().entries()) {
    for (const path of Object.keys(server.answers)) delete server.answers[path]
    Object.assign(server.answers, fresh[at])
  }
})
afterAll(async () => {
  process.env.PATH = PATH
  for (const server of [...all(), front]) await server.close()
  await rm(ssh, { recursive: true })
  await rm(folder, { recursive: true })
})

const GATE = 'echo "✗ Cette demande n’est pas de celles que ce serveur accepte de Jenkins." >&2; exit 2'

/** From now on sshd answers Jenkins' key like this. */
const behindKey = (script: string) => writeFile(join(folder, 'ssh-answer'), script)

/** Runs `tiptop ci check`. @returns what is not as expected, and everything that was said */
async function check(...more: string[]) {
  const [said, complained]: [string[], string[]] = [[], []]
  const tools = {
    config: readConfig({ TIPTOP_ROOT: join(folder, 'root') }),
    out: (text: string) => void said.push(text),
    terminal: { write: () => true },
    now: () => new Date(),
  }
  const places = ['--gitea', gitea.url, '--jenkins', jenkins.url, '--grafana', grafana.url]
  const args = ['ci', 'check', '--settings', join(folder, 'ci', '.env'), ...places, ...more]
  const code = await runProgram(tools, args, text => void complained.push(text))
  return { code, out: said.join(''), complained: complained.join('') }
}

async function bad(): Promise<string[]> {
  const { out } = await check('--json')
  const { findings } = JSON.parse(out) as { findings: CiFinding[] }
  return findings.filter(({ state }) => state !== 'as-expected').map(({ service, said }) => `${service} : ${said}`)
}

test('an installation as these files make it differs in nothing', async () => {
  const { code, out, complained } = await check()
  expect(complained).toBe('')
  expect(code).toBe(0)
  expect(out.match(/^ {2}✓ /gm)).toHaveLength(21)
  expect(out).toMatch(/✓ Jenkins, définition +refs\/heads\/main\n/)
  expect(out).toMatch(/✓ Porte, clé de Jenkins +n’ouvre que la porte, chez tiptop\n/)
  expect(out).toMatch(/✓ SonarQube \(prod\), seuil +Sonar way : new_violations\n/)
})

const repository = '/api/v1/repos/tiptop/the-tip-top'

test.each([
  ['administers', rights({ admin: true }), 'administre'],
  ['writes to', rights({ push: true }), 'écrit dans'],
])('an account that %s the repository has more than Jenkins needs', async (_what, permissions, said) => {
  gitea.answers[repository] = { body: { permissions } }
  expect(await bad()).toEqual([`Gitea : Le compte du jeton ${said} tiptop/the-tip-top, et Jenkins ne fait que lire.`])
})

test('branches that nothing protects are named, and others may be open', async () => {
  const branch = (name: string) => ({ name, protected: name === 'preprod' })
  gitea.answers[`${repository}/branches?limit=50`] = { body: ['main', 'preprod', 'dev', 'essai'].map(branch) }
  expect(await bad()).toEqual(['Gitea : Aucune règle ne protège main, dev.'])
})

test.each([
  ['from the branch itself', jobFile('refs/heads/dev'), 'refs/heads/dev'],
  ['from a script of its own', jobFile('', 'org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition'), 'aucune branche'],
  ['from any branch', jobFile('**'), '**'],
])('a job that takes its pipeline %s is reported', async (_where, body, found) => {
  jenkins.answers['/job/the-tip-top/job/dev/config.xml'] = { body }
  expect(await bad()).toEqual([`Jenkins : Le job dev ne prend pas son pipeline de refs/heads/main (${found}).`])
})

test('an agent of Jenkins is one too many', async () => {
  const computer = ['Built-In Node', 'docker-1'].map(displayName => ({ displayName }))
  jenkins.answers['/computer/api/json?tree=computer[displayName]'] = { body: { computer } }
  expect(await bad()).toEqual(['Jenkins : Jenkins a des agents (docker-1), et aucun n’est prévu.'])
})

test.each([
  [
    'that runs whatever it is asked',
    'echo uid=1000',
    'La clé de Jenkins ouvre plus que la porte chez tiptop : « id » y a été lancé.',
  ],
  [
    'that no gate answers',
    'echo "Permission denied (publickey)." >&2; exit 255',
    'La porte ne répond pas chez tiptop : Permission denied (publickey).',
  ],
])('a key %s is reported', async (_what, script, said) => {
  await behindKey(script)
  expect(await bad()).toEqual([`Porte : ${said}`])
})

test('branches, repository and versions that are missing or others are named', async () => {
  gitea.answers[`${repository}/branches?limit=50`] = { body: [{ name: 'main', protected: true }] }
  gitea.answers['/api/v1/version'] = { body: { version: '1.26.0' } }
  expect(await bad()).toEqual([
    'Gitea : Gitea est en 1.26.0, et compose.yaml nomme 1.27.3.',
    'Gitea : Il n’y a pas de branche dev, preprod.',
  ])
  delete gitea.answers[repository]
  expect(await bad()).toContain(`Gitea : Gitea n’a pas ${repository}.`)
})

test('plugins of Jenkins that are missing, off or of another version are named', async () => {
  const { body } = jenkins.answers['/pluginManager/api/json?depth=1'] as { body: { plugins: object[] } }
  const [first, second, third, ...others] = body.plugins as { shortName: string; version: string }[]
  jenkins.answers['/pluginManager/api/json?depth=1'] = {
    body: { plugins: [{ ...second, enabled: false }, { ...third, version: '1.0' }, ...others] },
  }
  expect(await bad()).toEqual([
    `Jenkins : ${first?.shortName} manque, ${second?.shortName} est désactivé, ${third?.shortName} est en 1.0 et non en ${third?.version}.`,
  ])
})

test.each([
  [
    '/credentials/store/system/domain/_/api/json?tree=credentials[id]',
    { credentials: [] },
    'Il n’y a pas d’identifiant « gitea-token ».',
  ],
  [
    '/job/the-tip-top/api/json?tree=jobs[name]',
    { jobs: [{ name: 'dev' }, { name: 'preprod' }] },
    'Il n’y a pas de job pour main.',
  ],
  [
    '/job/the-tip-top/api/json?tree=jobs[name]',
    { jobs: ['dev', 'preprod', 'main', 'hostile'].map(name => ({ name })) },
    'Il y a un job de trop : hostile.',
  ],
])('Jenkins answers otherwise at %s', async (path, body, said) => {
  jenkins.answers[path] = { body }
  expect(await bad()).toEqual([expect.stringContaining(said)])
})

test.each([
  ['/api/system/status', { version: '26.9.0.129388', status: 'STARTING' }, 'SonarQube n’est pas prêt (STARTING).'],
  ['/api/authentication/validate', { valid: false }, 'SonarQube refuse le jeton de prod/secrets/sonar-token.'],
  [
    '/api/qualitygates/show?name=Sonar%20way',
    { name: 'Sonar way' },
    'Le seuil « Sonar way » n’a aucune condition : il est toujours vert.',
  ],
])('SonarQube answers otherwise at %s', async (path, body, said) => {
  sonar.answers[path] = { body }
  expect(await bad()).toEqual([`SonarQube (prod) : ${said}`])
})

test.each([
  ['/api/health', { database: 'failing', version: '12.1.0' }, 'La base de Grafana ne va pas bien (failing).'],
  [
    '/api/datasources/uid/prometheus',
    { type: 'loki', url: 'http://loki' },
    'La source « prometheus » est loki sur http://loki',
  ],
  [
    '/api/datasources/uid/prometheus/health',
    { status: 'ERROR', message: 'no such host' },
    'Grafana n’obtient rien de Prometheus : no such host.',
  ],
])('Grafana answers otherwise at %s', async (path, body, said) => {
  grafana.answers[path] = { body }
  expect(await bad()).toEqual([expect.stringContaining(said)])
})

test('what is missing in SonarQube and Grafana is named', async () => {
  delete sonar.answers['/api/components/show?component=the-tip-top']
  delete grafana.answers['/api/dashboards/uid/tiptop']
  expect(await bad()).toEqual([
    'SonarQube (prod) : SonarQube n’a pas /api/components/show?component=the-tip-top.',
    'Grafana : Grafana n’a pas /api/dashboards/uid/tiptop.',
  ])
})

test('nginx that finds no server behind a name is reported for each of them', async () => {
  front.behind.status = 502
  expect(await bad()).toEqual(
    ['jenkins', 'git', 'sonar'].map(
      name => `nginx : ${name}.ci.example.test répond 502 : nginx ne trouve rien derrière ce nom.`,
    ),
  )
})

test('a server that does not answer, or is another program, is not asked for the rest', async () => {
  gitea.answers['/api/v1/version'] = { body: '<html>' }
  const { code, out, complained } = await check('--grafana', 'http://127.0.0.1:9')
  expect(code).toBe(1)
  expect(out).toMatch(/\? Gitea, version +Sur \/api\/v1\/version, la réponse n’est pas celle de Gitea\.\n/)
  expect(out).toMatch(
    /\? Grafana, version et état +Grafana ne répond pas sur http:\/\/127\.0\.0\.1:9 : personne n’écoute\.\n/,
  )
  expect(out).not.toMatch(/branches|source de données/)
  expect(complained).toBe(
    '✗ l’intégration continue n’est pas comme ce dépôt l’attend : 0 différence(s), 2 service(s) non vu(s)\n',
  )
})

test('wrong secrets are refused by name, and no secret is said anywhere', async () => {
  const names = Object.keys(SECRETS)
  for (const name of names) await writeFile(join(folder, name), 'demo-other-secret\n')
  const { out, complained } = await check()
  for (const [name, text] of Object.entries(SECRETS)) await writeFile(join(folder, name), `${text}\n`)
  for (const said of [
    'secrets/gitea-token',
    'secrets/jenkins-admin-password',
    'prod/secrets/sonar-token',
    'prod/secrets/grafana-password',
  ])
    expect(out).toMatch(new RegExp(`refuse .*${said}`))
  expect(`${out}${complained}`).not.toMatch(/demo-\w+-secret/)
})

test('an environment without analysis and a server without monitoring are said to be so, and are no fault', async () => {
  const settings = join(folder, 'root', 'prod', '.env.production')
  const before = await readFile(settings, 'utf8')
  await writeFile(settings, settingsText({}))
  await rm(join(folder, 'root/prod/secrets/grafana-password'))
  const { code, out } = await check()
  await writeFile(settings, before)
  await writeFile(join(folder, 'root/prod/secrets/grafana-password'), secret('root/prod/secrets/grafana-password'))
  expect(code).toBe(0)
  expect(out).toContain('SONAR_URL est vide : rien n’est analysé.')
  expect(out).toContain('prod/secrets/grafana-password manque : la surveillance n’est pas installée.')
})

test('settings that are missing are named before anything is asked', async () => {
  const file = join(folder, 'half.env')
  await writeFile(file, 'CI_DOMAIN=ci.example.test\nCI_HOME=relative\n')
  const { code, complained } = await check('--settings', file)
  expect(code).toBe(1)
  expect(complained).toContain('CI_HOME, JENKINS_ADMIN, GITEA_OWNER, GITEA_REPOSITORY manque ou n’est pas utilisable.')
  expect((await check('--settings', join(folder, 'none'))).complained).toContain(
    '→ Copiez-y environments/ci/env.example',
  )
  expect((await check('--gitea', 'git.test')).code).toBe(2)
})
