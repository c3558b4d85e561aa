import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { getCACertificates } from 'node:tls'
import { parseEnv } from 'node:util'
import { z } from 'zod'
import { branches } from '../environment/environment.ts'
import { Failure } from '../failure.ts'

const settingsShape = z.object({
  CI_DOMAIN: z.string().min(1),
  CI_HOME: z.string().startsWith('/'),
  CI_HTTPS_PORT: z.string().regex(/^\d+$/).default('8443'),
  JENKINS_ADMIN: z.string().min(1),
  GITEA_OWNER: z.string().min(1),
  GITEA_REPOSITORY: z.string().min(1),
  DEPLOY_BRANCHES: z
    .string()
    .default(Object.values(branches).join())
    .transform(names => names.split(',')),
  DEPLOY_ACCOUNT: z.string().min(1).default('tiptop'),
})
export type CiSettings = z.infer<typeof settingsShape>

/** The settings of continuous integration on this server. @throws a Failure that names each that is missing or wrong */
export async function readCiSettings(file: string): Promise<CiSettings> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Failure('not-ready', `${file} ne se lit pas.`, {
      hint: 'Copiez-y environments/ci/env.example et remplissez-le, ou nommez-le par --settings.',
    })
  })
  const parsed = settingsShape.safeParse(parseEnv(text))
  if (parsed.success) return parsed.data
  const names = parsed.error.issues.map(({ path }) => path.join('.'))
  throw new Failure('not-ready', `${file} : ${[...new Set(names)].join(', ')} manque ou n’est pas utilisable.`, {
    hint: 'environments/ci/env.example dit ce que chaque réglage attend.',
  })
}

/** @returns the secret without the line's end; empty where there is none @throws a Failure where it is not readable */
export async function readCiSecret(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((error: Error & { code?: string }) => {
    if (error.code === 'ENOENT') return ''
    throw new Failure('not-readable', `${file} ne se lit pas (${error.code}).`, {
      hint: 'Lancez la commande sous root.',
    })
  })
  return text.trimEnd()
}

/** The versions that the files of this checkout name. */
export type CiVersions = { gitea: string; jenkins: string; sonarqube: string; grafana: string; pluginList: string }

/** @param checkout the root of the repository */
export async function readCiVersions(checkout: string): Promise<CiVersions> {
  const read = (...path: string[]) => readFile(join(checkout, 'environments', ...path), 'utf8')
  const ci = await read('ci', 'compose.yaml')
  return {
    gitea: versionIn(ci, 'gitea/gitea'),
    jenkins: versionIn(ci, 'tiptop-ci/jenkins'),
    sonarqube: versionIn(ci, 'sonarqube'),
    grafana: versionIn(await read('monitoring', 'compose.yaml'), 'grafana/grafana'),
    pluginList: await read('ci', 'jenkins', 'plugins.txt'),
  }
}

function versionIn(compose: string, image: string): string {
  const [, version] = new RegExp(`^ *image: ${image}:([\\d.]+)`, 'm').exec(compose) ?? []
  if (!version) throw new Error(`No version of ${image} in the compose file.`)
  return version
}

/** What browsers trust, what this system trusts, and the certificate of continuous integration. */
export async function trustedByCi(home: string): Promise<string[]> {
  const own = await readFile(join(home, 'tls', 'fullchain.pem'), 'utf8').catch(() => null)
  return [...new Set([...getCACertificates('bundled'), ...getCACertificates('system'), ...(own ? [own] : [])])]
}
