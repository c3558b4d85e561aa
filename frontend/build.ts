import { copyFile, glob, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { build as buildWithAstro } from 'astro'
import { writeNginxConf } from './server/nginx-conf.ts'
import type { BuiltFacts } from './server/site-folder.ts'
import { missingFacts } from './src/legal/publisher.ts'
import { isPublished } from './src/site/search/published.ts'
import { securityTxt } from './src/site/security/security-txt.ts'
import { type Lang, languages } from './src/ui/language.ts'
import { oneLanguage } from './vite/one-language.ts'
import { writeWorker } from './worker/worker-file.ts'

const folder = join(import.meta.dirname, process.env.SITE_FOLDER || 'dist')
const pages = join(folder, 'public')

/** The policy that Astro writes into a page, with the hashes of its inline scripts and styles. */
const POLICY = /<meta http-equiv="content-security-policy" content="([^"]*)">/
/** The style of Astro's islands, which it writes before the first one: in the body, where HTML allows none. */
const ISLAND_STYLE = /<style>astro-island[^<]*<\/style>/
const COMPRESSIBLE = '**/*.{html,js,css,svg,txt,xml,json,webmanifest}'

/**
 * Builds the site into `SITE_FOLDER` for the address `NEXT_PUBLIC_WEB_URL`: the files that are served, beside each its
 * compressed forms, and `site.json`, the Content-Security-Policy of each page and whether the site is published: only
 * that of the environment `prod` is.
 */
async function build(): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  for (const language of languages) await buildIn(language)
  const facts: BuiltFacts = { isPublished, policies: await takePolicies() }
  await writeFile(join(folder, 'site.json'), `${JSON.stringify(facts, null, 2)}\n`)
  await writeWorker(folder)
  // What checks proofs in the browser, for everyone to read.
  await copyFile(join(import.meta.dirname, 'src/proof/check-proof.ts'), join(pages, 'preuve/check-proof.ts'))
  await writeSecurityTxt()
  await compressFiles()
  await writeNginxConf(folder)
  warnOfGaps()
}

/** Builds the pages of one language, whose scripts have no words of the other. */
async function buildIn(language: Lang): Promise<void> {
  process.env.SITE_LANGUAGE = language
  await buildWithAstro({ root: import.meta.dirname, logLevel: 'warn', vite: { plugins: [oneLanguage(language)] } })
}

/** Takes the policy out of each page: as a header it holds before the first byte, and can forbid frames as well. */
async function takePolicies(): Promise<Record<string, string>> {
  const policies: Record<string, string> = {}
  for await (const file of glob('**/*.html', { cwd: pages })) {
    const html = await readFile(join(pages, file), 'utf8')
    const policy = POLICY.exec(html)?.[1]
    if (!policy) throw new Error(`${file} has no Content-Security-Policy.`)
    policies[file] = `${unescaped(policy).replace(/;\s*$/, '')}; frame-ancestors 'none'`
    await writeFile(join(pages, file), withStyleInHead(html.replace(POLICY, '')))
  }
  return policies
}

function withStyleInHead(html: string): string {
  const [style = ''] = ISLAND_STYLE.exec(html) ?? []
  return html.replace(style, '').replace('</head>', () => `${style}</head>`)
}

function unescaped(attribute: string): string {
  return attribute.replaceAll('&#39;', "'").replaceAll('&quot;', '"').replaceAll('&amp;', '&')
}

/** Whom to tell about a fault, until when: of the settings of the environment, and no file without them. */
async function writeSecurityTxt(): Promise<void> {
  const { SECURITY_CONTACT: contact = '', SECURITY_EXPIRES: expires = '' } = process.env
  const site = process.env.NEXT_PUBLIC_WEB_URL ?? ''
  const text = securityTxt({ contact, expires, site, now: new Date() })
  if (text) await writeFile(join(pages, 'security.txt'), text)
}

/** Writes `.gz` and `.br` beside each file: servers send them as they are. */
async function compressFiles(): Promise<void> {
  const [zip, brotli] = [promisify(gzip), promisify(brotliCompress)]
  for await (const file of glob(COMPRESSIBLE, { cwd: pages })) {
    const content = await readFile(join(pages, file))
    await writeFile(join(pages, `${file}.gz`), await zip(content, { level: 9 }))
    const options = { params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length } }
    await writeFile(join(pages, `${file}.br`), await brotli(content, options))
  }
}

/** The law requires these facts on the site: a gap shows on the legal pages, and in the output of the build. */
function warnOfGaps(): void {
  const missing = missingFacts()
  if (missing.length)
    console.warn(`Mentions légales à compléter dans frontend/src/legal/publisher.ts : ${missing.join(', ')}.`)
}

await build()
