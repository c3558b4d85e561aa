import { join } from 'node:path'
import { environments } from '../environment/environment.ts'
import type { Home, Homes } from '../environment/home.ts'
import { readSettings } from '../environment/settings.ts'
import { readSecret } from '../environment/target.ts'
import { isThere } from '../tools/files.ts'
import { openShell } from '../tools/shell.ts'
import { doorChecks } from './checks/door.ts'
import { gateChecks } from './checks/gate.ts'
import { giteaChecks } from './checks/gitea.ts'
import { grafanaChecks } from './checks/grafana.ts'
import { jenkinsChecks } from './checks/jenkins.ts'
import { sonarChecks } from './checks/sonarqube.ts'
import { type CiSettings, type CiVersions, readCiSecret, trustedByCi } from './ci-installation.ts'
import { basic, type CiServer } from './ci-server.ts'
import { type CiFinding, findAll } from './findings.ts'

/** Where the services answer on this server. */
export type CiAddresses = { jenkins: string; gitea: string; grafana: string; nginx: string }

type Installation = { settings: CiSettings; versions: CiVersions; addresses: CiAddresses; homes: Homes }

/** Asks a real installation for each thing that we rely on. Changes nothing; secrets are read from their files. */
export async function checkCi(installation: Installation): Promise<CiFinding[]> {
  const trusted = await trustedByCi(installation.settings.CI_HOME)
  const found = await Promise.all([
    checkDoor(installation, trusted),
    checkGitea(installation, trusted),
    checkJenkins(installation, trusted),
    checkGate(installation),
    ...environments.map(name => checkSonar(installation.homes.homeOf(name), installation.versions, trusted)),
    checkGrafana(installation, trusted),
  ])
  return found.flat()
}

function checkDoor({ settings, addresses }: Installation, trusted: string[]): Promise<CiFinding[]> {
  const address = { host: addresses.nginx, port: Number(settings.CI_HTTPS_PORT) }
  return findAll('nginx', doorChecks({ domain: settings.CI_DOMAIN, address, trusted }))
}

async function checkGitea({ settings, versions, addresses }: Installation, trusted: string[]): Promise<CiFinding[]> {
  const secret = await readCiSecret(join(settings.CI_HOME, 'secrets', 'gitea-token'))
  const gitea: CiServer = {
    name: 'Gitea',
    url: addresses.gitea,
    authorization: secret && `token ${secret}`,
    credential: 'le jeton de secrets/gitea-token',
    secret,
    trusted,
  }
  const { GITEA_OWNER: owner, GITEA_REPOSITORY: repository } = settings
  return findAll('Gitea', giteaChecks(gitea, { version: versions.gitea, owner, repository }))
}

async function checkJenkins({ settings, versions, addresses }: Installation, trusted: string[]): Promise<CiFinding[]> {
  const secret = await readCiSecret(join(settings.CI_HOME, 'secrets', 'jenkins-admin-password'))
  const jenkins: CiServer = {
    name: 'Jenkins',
    url: addresses.jenkins,
    authorization: basic(settings.JENKINS_ADMIN, secret),
    credential: `« ${settings.JENKINS_ADMIN} » avec secrets/jenkins-admin-password`,
    secret,
    trusted,
  }
  const { jenkins: version, pluginList } = versions
  return findAll('Jenkins', jenkinsChecks(jenkins, { version, pluginList, branches: settings.DEPLOY_BRANCHES }))
}

function checkGate({ settings: { CI_HOME: home, DEPLOY_ACCOUNT: account } }: Installation): Promise<CiFinding[]> {
  return findAll('Porte', gateChecks({ shell: openShell() }, { home, account }))
}

/** SonarQube as one environment uses it. An environment that is not on this server has nothing to find. */
async function checkSonar(home: Home, versions: CiVersions, trusted: string[]): Promise<CiFinding[]> {
  if (!(await isThere(home.settings))) return []
  const service = `SonarQube (${home.environment})`
  const { SONAR_URL: url, SONAR_PROJECT: project } = await readSettings(home)
  if (!url) return [off(service, 'SONAR_URL est vide : rien n’est analysé.')]
  const secret = await readSecret(home, 'sonar-token')
  const sonar: CiServer = {
    name: 'SonarQube',
    url,
    authorization: `Bearer ${secret}`,
    credential: `le jeton de ${home.environment}/secrets/sonar-token`,
    secret,
    trusted,
  }
  return findAll(service, sonarChecks(sonar, { version: versions.sonarqube, project }))
}

async function checkGrafana({ versions, addresses, homes }: Installation, trusted: string[]): Promise<CiFinding[]> {
  const secret = await readCiSecret(join(homes.homeOf('prod').folder, 'secrets', 'grafana-password'))
  if (!secret) return [off('Grafana', 'prod/secrets/grafana-password manque : la surveillance n’est pas installée.')]
  const grafana: CiServer = {
    name: 'Grafana',
    url: addresses.grafana,
    authorization: basic('admin', secret),
    credential: '« admin » avec prod/secrets/grafana-password',
    secret,
    trusted,
  }
  return findAll('Grafana', grafanaChecks(grafana, { version: versions.grafana }))
}

const off = (service: string, said: string): CiFinding => ({
  service,
  what: 'réglages',
  state: 'off',
  said,
  hint: null,
})
