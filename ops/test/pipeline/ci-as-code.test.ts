import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { jenkinsShape, plugins, ROOT, readCi, readCompose } from './ci-files.ts'

const jenkinsfile = readFileSync(join(ROOT, 'Jenkinsfile'), 'utf8')
const jenkinsText = readCi('jenkins/jenkins.yaml')
const jenkins = jenkinsShape.parse(parse(jenkinsText))
const compose = readCompose()
const composeText = readCi('compose.yaml')
const pinned = new Map(
  readCi('jenkins/plugins.txt')
    .split('\n')
    .filter(line => line && !line.startsWith('#'))
    .map(line => line.split(':') as [string, string]),
)
const variablesIn = (text: string) => [
  ...new Set([...text.matchAll(/\$\{([A-Z_]+)/g)].map(([, name]) => name as string)),
]
const settings = [...readCi('env.example').matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name as string)

test('every plugin is pinned to one version, and the list is sorted', () => {
  for (const version of pinned.values()) expect(version).toMatch(/^\d[\w.]+$/)
  expect([...pinned.keys()]).toEqual([...pinned.keys()].sort())
})

test('every step of the Jenkinsfile and every word of jenkins.yaml comes with a pinned plugin, and no plugin is idle', () => {
  const steps = [
    ...readFileSync(join(import.meta.dirname, 'jenkins', 'Steps.groovy'), 'utf8').matchAll(/^ {2}def (\w+)\(/gm),
  ]
  const known = new Set(steps.map(([, name]) => name as string))
  const used = (word: string) => new RegExp(`\\b${word}\\b`).test(`${jenkinsfile}\n${jenkinsText}`)
  for (const step of known)
    if (used(step) && !['methodMissing', 'echo'].includes(step)) expect(Object.keys(plugins)).toContain(step)
  for (const [word, plugin] of Object.entries(plugins)) {
    expect(used(word), `${word} is used`).toBe(true)
    if (plugin) expect([...pinned.keys()], `${word} needs ${plugin}`).toContain(plugin)
  }
  const needed = new Set(Object.values(plugins))
  const engine = ['configuration-as-code', 'pipeline-graph-view', 'script-security']
  expect([...pinned.keys()].filter(name => !needed.has(name))).toEqual(engine)
})

test('every credential that is named is declared, and its secret comes from outside', () => {
  const declared = jenkins.credentials.system.domainCredentials.flatMap(({ credentials }) =>
    credentials.map(({ usernamePassword }) => usernamePassword),
  )
  const text = `${jenkinsText}\n${jenkinsfile}`
  const named = [...text.matchAll(/credentials(?:Id)?(?:: |\(')([\w-]+)/g)].map(([, id]) => id as string)
  expect(named.length).toBeGreaterThan(0)
  for (const id of named) expect(declared.map(one => one.id)).toContain(id)
})

test('every variable of jenkins.yaml reaches Jenkins, and every secret among them as a file', () => {
  const { environment = {}, secrets = [] } = compose.services.jenkins ?? {}
  const files = secrets.flatMap(secret => (typeof secret === 'string' ? [] : [secret.target]))
  for (const name of variablesIn(jenkinsText)) {
    expect([...Object.keys(environment), ...files]).toContain(name)
    if (/PASSWORD|TOKEN|KEY/.test(name)) expect(files).toContain(name)
  }
})

test('every job takes its definition from main, none from the branch that it is named after', () => {
  const script = jenkins.jobs[0]?.script ?? ''
  const [, path = ''] = /scriptPath\('([^']+)'\)/.exec(script) ?? []
  expect(existsSync(join(ROOT, path))).toBe(true)
  expect([...script.matchAll(/\bbranch\(([^)]*)\)/g)].map(([, name]) => name)).toEqual(["'refs/heads/main'"])
  expect(script).not.toMatch(/multibranch|organizationFolder|workflowBranchProjectFactory/)
  expect(script).toMatch(/'\$\{DEPLOY_BRANCHES\}'\.tokenize\(','\)\.each/)
  expect(jenkinsfile).not.toMatch(/load |readTrusted|library|evaluate|npm|node |docker/)
  expect(compose.services.jenkins?.environment?.DEPLOY_BRANCHES).toContain('dev,preprod,main')
})

test('the webhook makes Jenkins look, and nothing else that comes without a token does anything', () => {
  expect(compose.services.gitea?.environment?.GITEA__webhook__ALLOWED_HOST_LIST).toMatch(/^jenkins\./)
  expect(compose.services.jenkins?.environment?.JAVA_OPTS).toContain(
    'hudson.plugins.git.GitStatus.NOTIFY_COMMIT_ACCESS_CONTROL=disabled-for-polling',
  )
})

test('only those who may approve are asked, and Jenkins shows nothing without an account', () => {
  const { entries } = jenkins.jenkins.authorizationStrategy.globalMatrix
  const groups = entries.flatMap(entry => ('group' in entry ? [entry.group] : []))
  expect(groups.map(({ name }) => name)).toEqual(['authenticated'])
  for (const { permissions } of groups) expect(permissions).not.toContain('Overall/Administer')
  expect(jenkinsfile).toContain('submitter: env.DEPLOY_APPROVERS')
  expect(jenkins.jenkins.globalNodeProperties[0]?.envVars.env[0]?.key).toBe('DEPLOY_APPROVERS')
})

test('every image names its version, and Jenkins is called by the one that it is built from', () => {
  const built = readCi('jenkins/Dockerfile')
  const images = [
    ...Object.values(compose.services).map(({ image }) => image),
    ...[...built.matchAll(/^FROM (\S+)/gm)].map(([, name]) => name as string),
  ]
  for (const image of images) expect(image).toMatch(/:(?!latest|lts$)[\w.-]*\d|^nginx:stable$/)
  const [, version] = /^FROM jenkins\/jenkins:([\d.]+)-lts-jdk21$/m.exec(built) ?? []
  expect(compose.services.jenkins?.image).toBe(`tiptop-ci/jenkins:${version}`)
})

test('no secret stands in any of these files', () => {
  for (const { environment = {} } of Object.values(compose.services))
    for (const [name, value] of Object.entries(environment))
      if (/PASSWORD|PASSWD__|TOKEN|SECRET|_KEY/.test(name)) expect(value).toMatch(/^\/run\/secrets\//)
  for (const [name, { file }] of Object.entries(compose.secrets)) {
    expect(file).toBe(`\${CI_HOME:?}/secrets/${name}`)
    expect(readCi('README.md')).toContain(name)
  }
  expect(settings.filter(name => /PASS|TOKEN|SECRET|KEY/.test(name))).toEqual([])
})

test('every setting is documented, used, and the only way in', () => {
  expect(variablesIn(composeText).sort()).toEqual([...settings].sort())
  for (const block of readCi('env.example').trim().split('\n\n').slice(1))
    expect(block).toMatch(/^# .+\n(# .+\n)*[A-Z_]+=\S+(\n[A-Z_]+=\S+)*$/)
})

test('every service has its limits, is looked at, comes back by itself, and listens on this server alone', () => {
  for (const [name, service] of Object.entries(compose.services)) {
    expect(service, name).toMatchObject({
      mem_limit: expect.any(String),
      healthcheck: expect.any(Object),
      restart: 'unless-stopped',
    })
    for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/)
  }
  for (const name of ['gitea-database', 'sonarqube-database'])
    for (const network of compose.services[name]?.networks ?? [])
      expect(compose.networks[network]).toEqual({ internal: true })
})

test('no service has the engine, an environment or the backups; Jenkins has the key of the gate and who may read the source', () => {
  for (const [name, { volumes = [], group_add, privileged }] of Object.entries(compose.services)) {
    expect({ name, group_add, privileged }).toEqual({ name })
    for (const volume of volumes) expect(volume, name).not.toMatch(/docker\.sock|\/var\/run|TIPTOP_|\/srv/)
  }
  const { jenkins: service } = compose.services
  expect(service).toMatchObject({ cap_drop: ['ALL'] })
  const secrets = service?.secrets?.map(secret => (typeof secret === 'string' ? secret : secret.source))
  expect(secrets).toEqual(['jenkins-admin-password', 'gitea-token', 'deploy-key', 'deploy-host'])
  expect(readCi('jenkins/Dockerfile')).not.toMatch(/docker-cli|docker-compose|docker-buildx|node:|npm|chromium/)
})

test('Jenkins reaches the gate with a pinned host key, and its client of SSH asks for no terminal and no forwarding', () => {
  const config = readCi('jenkins/ssh_config')
  for (const line of ['StrictHostKeyChecking yes', 'IdentitiesOnly yes', 'RequestTTY no', 'ClearAllForwardings yes'])
    expect(config).toContain(line)
  expect(readCi('README.md')).toMatch(/restrict,command="[^"]+ops\/src\/gate\.ts --source [^"]+"/)
})
