import { join } from 'node:path'
import type { Child, Children } from '../process/children.ts'
import type { Addresses } from '../process/ports.ts'
import { type Site, siteFolder } from './site.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const PATIENCE_MS = 60_000
const POLL_MS = 50

type Wanted = { addresses: Addresses; env: NodeJS.ProcessEnv; site: Site; print(line: string): void }

/**
 * Starts the API and the site, and waits until both answer.
 * @returns `ended` settles with a sentence when one of the two has ended
 */
export async function startServers(children: Children, { addresses, env, site, print }: Wanted) {
  const { host, apiPort, webPort, apiUrl, webUrl } = addresses
  let ready = false
  const onLine = (line: string) => ready && print(line)
  const at = (port: number) => ({ HOST: host, PORT: String(port) })
  const apiAddress = `http://${asClient(host)}:${apiPort}`
  const apiEnv = { ...env, ...at(apiPort), API_URL: apiUrl, WEB_URL: webUrl }
  const api = children.startNode('backend/src/main.ts', [], { cwd: ROOT, env: apiEnv, onLine })
  // The site gets no secret: it only serves pages.
  const webEnv = { PATH: process.env.PATH, ...at(webPort), SITE_FOLDER: siteFolder(site), API_INTERNAL_URL: apiAddress }
  const web = children.startNode('frontend/server/serve.ts', [], { cwd: ROOT, env: webEnv, onLine })

  const ended = Promise.race([endOf(api, "L'API"), endOf(web, 'Le site')])
  const answering = Promise.all([answer(`${apiAddress}/health`), answer(`http://${asClient(host)}:${webPort}/`)])
  const fault = await Promise.race([answering.then(() => null), ended])
  if (fault) throw new Error(fault)
  ready = true
  return { ended }
}

async function endOf(child: Child, name: string): Promise<string> {
  const code = await child.ended
  const said = child.said().trim().split('\n').slice(-12).join('\n    ')
  return `${name} s'est arrêté${name === "L'API" ? 'e' : ''} (code ${code ?? 'inconnu'}).${said && `\n    ${said}`}`
}

/** Waits until this address answers 200. */
async function answer(url: string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS
  for (;;) {
    const got = await fetch(url, { signal: AbortSignal.timeout(5_000) }).then(
      async response => ({ ok: response.ok, text: await response.text() }),
      error => ({ ok: false, text: String(error.cause ?? error) }),
    )
    if (got.ok) return
    if (Date.now() > deadline)
      throw new Error(`${url} ne répond pas comme il faut après une minute : ${got.text.slice(0, 300)}`)
    await new Promise(done => setTimeout(done, POLL_MS))
  }
}

/** A server that listens everywhere is reached on this machine. */
function asClient(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  return host === '::' ? '[::1]' : host.includes(':') ? `[${host}]` : host
}
