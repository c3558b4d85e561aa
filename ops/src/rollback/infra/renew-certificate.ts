import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readCertificate } from '../../environment/facts/certificate.ts'
import type { Target } from '../../environment/target.ts'
import { Failure } from '../../failure.ts'
import type { StepContext } from '../../procedure/procedure.ts'
import { execIn } from '../../tools/docker.ts'
import type { ShellCommand } from '../../tools/shell.ts'
import type { Tools } from '../../tools/tools.ts'

const FILES = ['privkey.pem', 'fullchain.pem'] as const

/**
 * Renews the certificate if fewer than thirty days are left (4.2/Z), by Debian's certbot: the authority reads the proof of
 * both names from the folder that nginx serves to everyone. nginx tries the new files, then reloads; it cuts no connection.
 * @returns whether nginx has a new certificate
 * @throws a Failure if the authority refuses, or if nginx does not show the new certificate; the former files are back then
 */
export async function renewCertificate(
  target: Target,
  tools: Pick<Tools, 'shell' | 'files'>,
  { tell, signal }: Pick<StepContext, 'tell' | 'signal'>,
): Promise<boolean> {
  const { home } = target
  const { shell, files } = tools
  await shell.run(certbot(target), { signal }).catch((error: Error) => {
    throw new Failure('refused', `Le certificat n’a pas pu être renouvelé. ${error.message}`, {
      hint: `Le port 80 de ce serveur doit répondre pour les deux noms ; certbot raconte tout en ${join(folderOf(target), 'logs')}.`,
      cause: error,
    })
  })
  const former = await contentOf(home.tls)
  const issued = await contentOf(join(folderOf(target), 'config', 'live', namesOf(target)[0]))
  if (!issued['fullchain.pem'] || issued['fullchain.pem'] === former['fullchain.pem']) {
    tell('le certificat est encore bon')
    return false
  }
  await put(issued)
  await reload().catch(async error => {
    await put(former)
    throw error
  })
  tell(`nouveau certificat, valable jusqu’au ${(await readCertificate(target, signal)).until.slice(0, 10)}`)
  return true

  async function put(content: CertificateFiles): Promise<void> {
    for (const name of FILES)
      await files.write(join(home.tls, name), content[name], name === 'privkey.pem' ? 0o600 : 0o644)
  }

  async function reload(): Promise<void> {
    const nginx = (...words: string[]) =>
      execIn(`${home.stack}-infra-nginx-1`, ['nginx', '-c', '/etc/tiptop/nginx.conf', ...words])
    await shell.run(nginx('-t'), { signal })
    await shell.run(nginx('-s', 'reload'), { signal })
  }
}

type CertificateFiles = Record<(typeof FILES)[number], string>

async function contentOf(folder: string): Promise<CertificateFiles> {
  const [key = '', chain = ''] = await Promise.all(
    FILES.map(name => readFile(join(folder, name), 'utf8').catch(() => '')),
  )
  return { 'privkey.pem': key, 'fullchain.pem': chain }
}

/** Account, certificates and logs stay in the folder of the environment, so that its backups have them. */
const folderOf = ({ home }: Pick<Target, 'home'>) => join(home.folder, 'certbot')

const namesOf = ({ settings }: Pick<Target, 'settings'>): [string, string] => [
  new URL(settings.NEXT_PUBLIC_WEB_URL).hostname,
  new URL(settings.NEXT_PUBLIC_API_URL).hostname,
]

function certbot(target: Target): ShellCommand {
  const [site, api] = namesOf(target)
  const folders = ['config', 'work', 'logs'].map(name => `--${name}-dir=${join(folderOf(target), name)}`)
  return [
    'certbot',
    'certonly',
    '--non-interactive',
    '--agree-tos',
    `--email=${target.settings.CERTBOT_EMAIL}`,
    '--keep-until-expiring',
    ...folders,
    '--webroot',
    `--webroot-path=${target.home.flags}`,
    `--cert-name=${site}`,
    `--domain=${site}`,
    `--domain=${api}`,
  ]
}
