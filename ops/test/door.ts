import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { TLSSocket } from 'node:tls'
import { followJournals, readJournals } from '../../scripts/diagrams/journals.ts'
import { optionalParts } from '../src/environment/backup-settings.ts'
import type { Environment } from '../src/environment/environment.ts'
import { homeOf, type Secret } from '../src/environment/home.ts'
import { parseSettings } from '../src/environment/settings.ts'
import type { Target } from '../src/environment/target.ts'
import type { WebSite } from '../src/tools/web.ts'
import { makeCertificate } from './certificate.ts'

/** What came in at the door, and the name that TLS asked for. */
export type Asked = {
  method: string
  host: string
  path: string
  server: string
  headers: IncomingMessage['headers']
  body: string
}

/** `cut` ends the connection, `never` leaves the caller waiting. */
export type Answer = { status?: number; body?: unknown; headers?: Record<string, string | string[]> } | 'cut' | 'never'

type Given = {
  environment?: Environment
  settings?: Record<string, string>
  secrets?: Partial<Record<Secret, string>>
  certificate?: Parameters<typeof makeCertificate>[1]
}

/** An environment in a scratch folder, and in the place of its nginx a real server over TLS that answers like this. */
export async function openDoor(
  answer: (asked: Asked) => Answer = () => ({}),
  { environment = 'prod', settings = {}, secrets = {}, certificate }: Given = {},
) {
  const folder = await mkdtemp(join(tmpdir(), 'tiptop-door-'))
  const home = homeOf({ root: folder, backups: join(folder, 'backups'), project: 'tiptop-test' }, environment)
  followJournals(home.runs)
  for (const made of [home.tls, home.flags, home.infra, join(home.folder, 'secrets')])
    await mkdir(made, { recursive: true })
  await writeFile(join(home.infra, 'infra.yaml'), '')
  for (const name of ['smtp-url', 'notify-webhook'] as const) await writeFile(home.secret(name), secrets[name] ?? '')
  await makeCertificate(home.tls, certificate)
  const asked: Asked[] = []
  const [key, cert] = await Promise.all(['privkey.pem', 'fullchain.pem'].map(name => readFile(join(home.tls, name))))
  const server = createServer({ key, cert }, (request, response) => void serve(request, response))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo

  async function serve(request: IncomingMessage, response: ServerResponse) {
    const { method = '', url: path = '', headers } = request
    const { servername } = request.socket as TLSSocket & { servername: string }
    const came = { method, path, headers, host: headers.host ?? '', server: servername, body: await text(request) }
    asked.push(came)
    const given = answer(came)
    if (given === 'never') return
    if (given === 'cut') return void request.socket.destroy()
    const { status = 200, body = {}, headers: own = {} } = given
    response.writeHead(status, own).end(typeof body === 'string' ? body : JSON.stringify(body))
  }

  const target: Target = {
    home,
    settings: parseSettings(settingsText({ HTTPS_PORT: String(port), ...settings }), 'essai'),
  }
  const site: WebSite = {
    door: { host: '127.0.0.1', port: target.settings.HTTPS_PORT },
    certificate: join(home.tls, 'fullchain.pem'),
    origin: target.settings.NEXT_PUBLIC_WEB_URL,
    passes: home.flags,
  }
  return {
    target,
    site,
    asked,
    folder,
    port,
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
      readJournals()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export function settingsText(own: Record<string, string>): string {
  const settings = {
    ENVIRONMENT: 'prod',
    NEXT_PUBLIC_WEB_URL: 'https://tiptop.test',
    NEXT_PUBLIC_API_URL: 'https://api.tiptop.test',
    CONTEST: 'the-tip-top',
    MAIL_FROM: 'Exploitation <ops@tiptop.test>',
    GOOGLE_CLIENT_ID: '',
    FACEBOOK_CLIENT_ID: '',
    HTTP_ADDRESS: '127.0.0.1',
    HTTP_PORT: '80',
    HTTPS_PORT: '443',
    REGISTRY: 'registre.tiptop.test/tiptop',
    REGISTRY_USER: 'tiptop',
    APPROVAL: 'auto',
    HEALTH_PAUSE_SECONDS: '0.1',
    SONAR_URL: '',
    SONAR_PROJECT: '',
    NOTIFY_EMAILS: '',
    BACKUP_WITHOUT: optionalParts.join(),
    ...own,
  }
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')
}
