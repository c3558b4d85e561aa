import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { glob, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Children } from '../process/children.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const FRONTEND = join(ROOT, 'frontend')

/** What a build is made of. Tests and what a build leaves behind are not. */
const INPUTS = [
  'frontend/*.{ts,mjs,json}',
  'frontend/{src,public,vite,worker}/**/*',
  'contract/src/**/*',
  'package-lock.json',
  'tsconfig.json',
]
const NO_INPUT = /\.test\.tsx?$|\.tsbuildinfo$/

/**
 * A build of the site for its own address and that of the API: both are part of what browsers load. Only a build for `prod`
 * is for search engines.
 */
export type Site = { apiUrl: string; webUrl: string; distDir: string; environment?: 'dev' | 'prod' }

/** The folder of a build. */
export function siteFolder({ distDir }: Site): string {
  return join(FRONTEND, distDir)
}

/**
 * Builds the site unless it has been built from the same files for the same addresses.
 * @returns whether it was built
 */
export async function buildSite(children: Children, site: Site, onLine: (line: string) => void): Promise<boolean> {
  const stamp = join(FRONTEND, site.distDir, 'built-from')
  const inputs = await hashInputs(site)
  const known = await readFile(stamp, 'utf8').catch(() => '')
  if (known === inputs && existsSync(join(siteFolder(site), 'site.json'))) return false
  await rm(stamp, { force: true })
  const built = { NODE_ENV: undefined, ENVIRONMENT: environmentOf(site), SITE_FOLDER: site.distDir }
  const env = { ...process.env, ...publicEnv(site), ...built }
  await children.run(process.execPath, ['frontend/build.ts'], { cwd: ROOT, env, onLine }).catch(error => {
    throw new Error(`Le site n'a pas pu être construit :\n${error.message}`)
  })
  await writeFile(stamp, inputs)
  return true
}

const environmentOf = ({ environment = 'dev' }: Site) => environment

/** The variables that a build writes into what browsers load. */
function publicEnv({ apiUrl, webUrl }: Site): Record<string, string | undefined> {
  const set = Object.entries(process.env).filter(([name]) => name.startsWith('NEXT_PUBLIC_'))
  return { ...Object.fromEntries(set.sort()), NEXT_PUBLIC_API_URL: apiUrl, NEXT_PUBLIC_WEB_URL: webUrl }
}

async function hashInputs(site: Site): Promise<string> {
  const hash = createHash('sha256').update(
    `${process.version} ${environmentOf(site)} ${JSON.stringify(publicEnv(site))}`,
  )
  const files: string[] = []
  for await (const entry of glob(INPUTS, { cwd: ROOT, withFileTypes: true }))
    if (entry.isFile() && !NO_INPUT.test(entry.name)) files.push(join(entry.parentPath, entry.name))
  for (const file of files.sort()) hash.update(`\n${file.slice(ROOT.length)}\n`).update(await readFile(file))
  return hash.digest('hex')
}
