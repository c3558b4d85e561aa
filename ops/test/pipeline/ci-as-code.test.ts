import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { CI, jenkinsShape, plugins, ROOT, readCi, readCompose } from './ci-files.ts'

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
  const engine = ['configuration-as-code', 'git', 'pipeline-graph-view', 'script-security', 'workflow-job']
  expect([...pinned.keys()].filter(name => !needed.has(name))).toEqual(engine)
})

test('every credential that is named is declared, and its secret comes from outside', () => {
  const declared = jenkins.credentials.system.domainCredentials.flatMap(({ credentials }) =>
    credentials.map(({ giteaAccessToken }) => giteaAccessToken),
  )
  const text = `${jenkinsText}\n${jenkinsfile}`
  const named = [...text.matchAll(/credentialsId(?:: |\(')([\w-]+)/g)].map(([, id]) => id as string)
  expect(named.length).toBeGreaterThan(1)
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

test('the job that is seeded runs the Jenkinsfile of this repository on every branch, with its webhook', () => {
  const [, path = ''] = /scriptPath\('([^']+)'\)/.exec(jenkins.jobs[0]?.script ?? '') ?? []
  expect(existsSync(join(ROOT, path))).toBe(true)
  expect(jenkins.unclassified.giteaServers.servers[0]).toMatchObject({ manageHooks: true })
  expect(compose.services.gitea?.environment?.GITEA__webhook__ALLOWED_HOST_LIST).toMatch(/^jenkins\./)
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

test('Jenkins sees environments and backups at the paths of the server, and the engine that mounts them', () => {
  const own = compose.services.jenkins?.volumes?.filter(volume => volume.startsWith('${TIPTOP_')) ?? []
  expect(own).toHaveLength(2)
  for (const volume of own) expect(volume.slice(0, volume.length / 2)).toBe(volume.slice(volume.length / 2 + 1))
  expect(compose.services.jenkins?.volumes).toContain('/var/run/docker.sock:/var/run/docker.sock')
  expect(existsSync(CI)).toBe(true)
})
