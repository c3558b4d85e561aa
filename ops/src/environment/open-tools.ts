import { join } from 'node:path'
import { dryFiles, openFiles } from '../tools/files.ts'
import { type Jenkins, openJenkins } from '../tools/jenkins.ts'
import { dryNotices, type Notices, openNotices } from '../tools/notices.ts'
import { dryRegistry, type Registry, registryAt } from '../tools/registry.ts'
import { dryShell, openShell } from '../tools/shell.ts'
import type { Tools } from '../tools/tools.ts'
import { dryWeb, openWeb, type Web } from '../tools/web.ts'
import { readSecret, type Target } from './target.ts'
import { trustedBy } from './trusted.ts'

/** The tools of an environment, opened with its settings and its secrets. */
export async function openTools(target: Target): Promise<Tools> {
  return {
    shell: openShell(),
    files: openFiles(),
    registry: await openRegistryOf(target),
    web: await openWebOf(target),
    notices: await openNoticesOf(target),
    now: () => new Date(),
  }
}

/** The same tools for a dry run: they look, and report what they would change. Nothing else knows of dry runs. */
export async function dryTools(target: Target, tell: (line: string) => void): Promise<Tools> {
  const tools = await openTools(target)
  return {
    ...tools,
    shell: dryShell(tell),
    files: dryFiles(tell),
    registry: dryRegistry(tools.registry, tell),
    web: dryWeb(tools.web, tell),
    notices: dryNotices(tell),
  }
}

/** The site and the API of an environment, through the nginx of this server. */
export function openWebOf({ home, settings }: Target): Promise<Web> {
  const { HTTP_ADDRESS: address, HTTPS_PORT: port } = settings
  return openWeb({
    door: { host: address === '0.0.0.0' ? '127.0.0.1' : address, port },
    certificate: join(home.tls, 'fullchain.pem'),
    origin: new URL(settings.NEXT_PUBLIC_WEB_URL).origin,
    passes: home.flags,
  })
}

/** The people on call of an environment, and those who are called when they do not suffice. */
export async function openNoticesOf({ home, settings }: Target): Promise<Notices> {
  const names = ['smtp-url', 'notify-webhook', 'notify-webhook-level2'] as const
  const [smtpUrl = '', hook = '', hookOfSecond = ''] = await Promise.all(names.map(name => readSecret(home, name)))
  return openNotices({
    from: settings.MAIL_FROM,
    smtpUrl,
    about: { environment: settings.ENVIRONMENT },
    first: { to: settings.NOTIFY_EMAILS, webhook: hook },
    second: { to: settings.NOTIFY_EMAILS_LEVEL2, webhook: hookOfSecond },
    shops: { to: settings.NOTIFY_EMAILS_SHOPS, webhook: '' },
  })
}

/** The Jenkins that an environment names. @param pausesMs the pauses between tries; null when its settings name none */
export async function openJenkinsOf(
  { home, settings: { JENKINS_URL: url, JENKINS_USER: user } }: Target,
  pausesMs: readonly number[],
): Promise<Jenkins | null> {
  if (!url) return null
  const token = await readSecret(home, 'jenkins-token')
  return openJenkins({ url, user, token, trusted: await trustedBy(home) }, pausesMs)
}

async function openRegistryOf({ home, settings }: Target): Promise<Registry> {
  const [host = ''] = settings.REGISTRY.split('/')
  return registryAt({ host, user: settings.REGISTRY_USER, password: await readSecret(home, 'registry-password') })
}
