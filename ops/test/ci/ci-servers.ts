import { createServer, type IncomingMessage, type Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'

type Answer = { status?: number; headers?: Record<string, string>; body?: unknown }
/** What a server answers at a path, as its API documents it; a test changes it as it goes along. */
export type Answers = Record<string, Answer | undefined>

export type AnsweringServer = { url: string; answers: Answers; close(): Promise<void> }

/**
 * A server that answers at each path what it is given, to requests that sign in with `authorization`; the paths of `open`
 * are for all. It is no Gitea, Jenkins, SonarQube or Grafana, which cannot run here. Needs closing.
 */
export async function openAnswering(
  answers: Answers,
  authorization: string,
  open: string[] = [],
): Promise<AnsweringServer> {
  const answerTo = ({ url = '', headers }: IncomingMessage): Answer => {
    if (!open.includes(url) && headers.authorization !== authorization)
      return { status: 401, body: { message: 'invalid credentials' } }
    return answers[url] ?? { status: 404, body: { message: 'not found' } }
  }
  const server = createServer((request, response) => {
    const { status = 200, headers = {}, body } = answerTo(request)
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  })
  const port = await listening(server)
  return { url: `http://127.0.0.1:${port}`, answers, close: () => closed(server) }
}

/** nginx before the three names. Needs closing. */
export async function openFront(tls: { cert: string; key: string }) {
  const behind = { status: 200 }
  const server = createSecureServer(tls, (_, response) => response.writeHead(behind.status).end())
  return { port: await listening(server), behind, close: () => closed(server) }
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

const closed = (server: Server) =>
  new Promise<void>(resolve => {
    server.close(() => resolve())
    server.closeAllConnections()
  })

/** `GET /repos/{owner}/{repo}…` of Gitea 1.27, in the form of its swagger. */
export function giteaAnswers(): Answers {
  const repository = '/api/v1/repos/tiptop/the-tip-top'
  const branch = (name: string) => ({ name, protected: name !== 'idée', commit: { id: 'a'.repeat(40) } })
  return {
    '/api/v1/version': { body: { version: '1.27.3' } },
    [repository]: {
      body: { id: 1, name: 'the-tip-top', full_name: 'tiptop/the-tip-top', private: true, permissions: rights() },
    },
    [`${repository}/branches?limit=50`]: { body: ['dev', 'preprod', 'main', 'idée'].map(branch) },
  }
}

export const rights = (more: { admin?: true; push?: true } = {}) => ({ admin: false, push: false, pull: true, ...more })

/** The remote access API of Jenkins. @param plugins as `plugins.txt` lists them */
export function jenkinsAnswers(version: string, plugins: string): Answers {
  const installed = [...plugins.matchAll(/^([\w-]+):(\S+)$/gm)]
  const branches = ['dev', 'preprod', 'main']
  const job = (name: string) => ({ _class: 'org.jenkinsci.plugins.workflow.job.WorkflowJob', name })
  return {
    '/api/json?tree=mode': {
      headers: { 'x-jenkins': version },
      body: { _class: 'hudson.model.Hudson', mode: 'NORMAL' },
    },
    '/pluginManager/api/json?depth=1': {
      body: {
        _class: 'hudson.LocalPluginManager',
        plugins: installed.map(([, shortName, of]) => ({ shortName, version: of, enabled: true, active: true })),
      },
    },
    '/credentials/store/system/domain/_/api/json?tree=credentials[id]': {
      body: {
        _class: 'com.cloudbees.plugins.credentials.CredentialsStoreAction$DomainWrapper',
        credentials: [{ id: 'gitea-token' }],
      },
    },
    '/job/the-tip-top/api/json?tree=jobs[name]': {
      body: { _class: 'com.cloudbees.hudson.plugins.folder.Folder', jobs: branches.map(job) },
    },
    ...Object.fromEntries(branches.map(name => [`/job/the-tip-top/job/${name}/config.xml`, { body: jobFile() }])),
    '/computer/api/json?tree=computer[displayName]': {
      body: { _class: 'hudson.model.ComputerSet', computer: [{ displayName: 'Built-In Node' }] },
    },
  }
}

/** A job as Jenkins keeps it, with the parts that matter here. */
export function jobFile(ref = 'refs/heads/main', kind = 'org.jenkinsci.plugins.workflow.cps.CpsScmFlowDefinition') {
  return `<?xml version='1.1' encoding='UTF-8'?>
<flow-definition plugin="workflow-job">
  <definition class="${kind}" plugin="workflow-cps">
    <scm class="hudson.plugins.git.GitSCM" plugin="git">
      <branches>
        <hudson.plugins.git.BranchSpec>
          <name>${ref}</name>
        </hudson.plugins.git.BranchSpec>
      </branches>
    </scm>
    <scriptPath>Jenkinsfile</scriptPath>
  </definition>
</flow-definition>
`
}

/** The web API of SonarQube, in the form of its own examples. */
export function sonarAnswers(version: string): Answers {
  return {
    '/api/system/status': { body: { id: '20150504120436', version, status: 'UP' } },
    '/api/authentication/validate': { body: { valid: true } },
    '/api/components/show?component=the-tip-top': {
      body: { component: { key: 'the-tip-top', name: 'Thé Tip Top', qualifier: 'TRK' }, ancestors: [] },
    },
    '/api/qualitygates/get_by_project?project=the-tip-top': {
      body: { qualityGate: { id: 'AU-Tpxb--iU5OvuD2FLy', name: 'Sonar way', default: true } },
    },
    '/api/qualitygates/show?name=Sonar%20way': {
      body: {
        name: 'Sonar way',
        conditions: [{ id: 'AU-Tpxb--iU5OvuD2FLz', metric: 'new_violations', op: 'GT', error: '0' }],
        isBuiltIn: true,
        isDefault: true,
        caycStatus: 'compliant',
      },
    },
  }
}

/** The HTTP API of Grafana, in the form of its documentation. */
export function grafanaAnswers(version: string): Answers {
  return {
    '/api/health': { body: { commit: '087143285', database: 'ok', version } },
    '/api/datasources/uid/prometheus': {
      body: {
        id: 1,
        uid: 'prometheus',
        orgId: 1,
        name: 'Prometheus',
        type: 'prometheus',
        url: 'http://prometheus:9090',
      },
    },
    '/api/datasources/uid/prometheus/health': {
      body: { message: 'Successfully queried the Prometheus API.', status: 'OK' },
    },
    '/api/dashboards/uid/tiptop': { body: { dashboard: { uid: 'tiptop', title: 'Thé Tip Top' }, meta: {} } },
  }
}

const BUILD_TREE = 'building,actions[_class,userId,lastBuiltRevision[SHA1],parameters[name,value]]'

/** A build as Jenkins and its plugins git and pipeline-input-step export it. `approver`: who answered its request. */
export function jenkinsBuild(
  { branch, number }: { branch: string; number: number },
  own: { commit: string; approver?: string; building?: boolean; parameters?: Record<string, string | boolean> },
): Answers {
  const { commit, approver, building = true, parameters = {} } = own
  const path = `/job/the-tip-top/job/${branch}/${number}/api/json?tree=${BUILD_TREE}`
  const approved = {
    _class: 'org.jenkinsci.plugins.workflow.support.steps.input.ApproverAction',
    userId: approver,
  }
  const actions = [
    { _class: 'hudson.model.CauseAction' },
    {
      _class: 'hudson.model.ParametersAction',
      parameters: Object.entries(parameters).map(([name, value]) => ({
        _class: 'hudson.model.StringParameterValue',
        name,
        value,
      })),
    },
    { _class: 'hudson.plugins.git.util.BuildData', lastBuiltRevision: { SHA1: commit } },
    {},
    ...(approver ? [approved] : []),
  ]
  return { [path]: { body: { _class: 'org.jenkinsci.plugins.workflow.job.WorkflowRun', actions, building } } }
}
