import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, glob, readFile, rename, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { contentSecurityPolicy } from './content-security-policy.ts'
import { apiUrl } from './src/api-url.ts'
import { missingFacts } from './src/legal/publisher.ts'

const folder = import.meta.dirname
const built = join(folder, process.env.NEXT_DIST_DIR || '.next')
const standalone = join(built, 'standalone', 'frontend')

/**
 * Builds the site into `NEXT_DIST_DIR` for the API at `NEXT_PUBLIC_API_URL`. After `next build`, gives each page its
 * Content-Security-Policy and the standalone server its static files.
 */
async function build(): Promise<void> {
  const next = createRequire(import.meta.url).resolve('next/dist/bin/next')
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1' }
  const { status } = spawnSync(process.execPath, [next, 'build'], { cwd: folder, env, stdio: 'inherit' })
  if (status !== 0) throw new Error('next build failed')

  const served = join(standalone, process.env.NEXT_DIST_DIR || '.next')
  for (const pages of [join(built, 'server', 'app'), join(served, 'server', 'app')]) await givePolicies(pages)
  await cp(join(built, 'static'), join(served, 'static'), { recursive: true })
  if (existsSync(join(folder, 'public')))
    await cp(join(folder, 'public'), join(standalone, 'public'), { recursive: true })
  warnOfGaps()
}

/** The law requires these facts on the site: a gap shows on the legal pages, and in the output of the build. */
function warnOfGaps(): void {
  const missing = missingFacts()
  if (missing.length)
    console.warn(`Mentions légales à compléter dans frontend/src/legal/publisher.ts : ${missing.join(', ')}.`)
}

/** Writes the policy of each page into its `.meta` file, whose headers Next sends with the page. */
async function givePolicies(pages: string): Promise<void> {
  const origin = new URL(apiUrl).origin
  for await (const file of glob('**/*.html', { cwd: pages })) {
    const metaFile = join(pages, file.replace(/\.html$/, '.meta'))
    const meta = JSON.parse(await readFile(metaFile, 'utf8'))
    const policy = contentSecurityPolicy(await readFile(join(pages, file), 'utf8'), origin)
    meta.headers = { ...meta.headers, 'content-security-policy': policy }
    await writeFile(`${metaFile}.tmp`, JSON.stringify(meta))
    await rename(`${metaFile}.tmp`, metaFile)
  }
}

await build()
