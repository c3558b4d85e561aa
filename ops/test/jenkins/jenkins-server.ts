import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type JenkinsServer = Awaited<ReturnType<typeof openJenkinsServer>>

const CONFIGURATION = 'jenkins:\n  systemMessage: "demo"\n'
const plugins = [
  { shortName: 'git', version: '5.10.1', enabled: false, active: false },
  { shortName: 'configuration-as-code', version: '2114.v67a_a_18696b_8f', enabled: true, active: true },
  { shortName: 'credentials', version: '1506.v948b_b_b_7dec44', enabled: true, active: true },
]

/**
 * Speaks as Jenkins does where it is asked for its plugins and its configuration: a POST has to bring the crumb
 * of its session. It is no Jenkins, which cannot run here. Needs closing.
 */
export async function openJenkinsServer() {
  const token = randomBytes(17).toString('hex')
  const asked: string[] = []
  const crumbs = new Map<string, string>()
  const state = { starting: 0, hasExport: true, hasCrumbs: true }
  const fits = ({ headers }: IncomingMessage) => {
    const [, session = ''] = /JSESSIONID\.demo=(\w+)/.exec(headers.cookie ?? '') ?? []
    return crumbs.has(session) && crumbs.get(session) === headers['jenkins-crumb']
  }
  const answers: Record<string, (request: IncomingMessage, response: ServerResponse) => unknown> = {
    '/pluginManager/api/json?depth=1': (_, response) =>
      response.end(JSON.stringify({ _class: 'hudson.LocalPluginManager', plugins })),
    '/crumbIssuer/api/json': (_, response) => {
      if (!state.hasCrumbs) return response.writeHead(404).end()
      const [session, crumb] = [randomBytes(8).toString('hex'), randomBytes(16).toString('hex')]
      crumbs.set(session, crumb)
      response.setHeader('set-cookie', `JSESSIONID.demo=${session}; Path=/; HttpOnly`)
      return response.end(JSON.stringify({ crumb, crumbRequestField: 'Jenkins-Crumb' }))
    },
    '/configuration-as-code/export': (request, response) => {
      if (!state.hasExport) return response.writeHead(404).end()
      if (request.method !== 'POST') return response.writeHead(405).end()
      if (state.hasCrumbs && !fits(request)) return response.writeHead(403).end('No valid crumb was included')
      return response.end(CONFIGURATION)
    },
  }
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    const isKnown = request.headers.authorization === `Basic ${Buffer.from(`sauvegarde:${token}`).toString('base64')}`
    if (state.starting-- > 0) response.writeHead(503).end('Please wait while Jenkins is getting ready')
    else if (!isKnown) response.writeHead(401).end()
    else if (answers[request.url ?? '']) answers[request.url ?? '']?.(request, response)
    else response.writeHead(404).end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    user: 'sauvegarde',
    token,
    asked,
    state,
    configuration: CONFIGURATION,
    close: () => new Promise<void>(resolve => server.close(() => resolve()).closeAllConnections()),
  }
}
