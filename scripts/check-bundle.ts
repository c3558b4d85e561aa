import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** What a phone loads before the game can be played: scripts that the page names, compressed, in bytes. */
const LIMIT = 150_000

const built = join(import.meta.dirname, '..', 'frontend', process.env.NEXT_DIST_DIR || '.next-e2e')
const SCRIPT = /<script[^>]*\ssrc="\/_next\/([^"?]+)[^"]*"([^>]*)>/g

/** The scripts of a built page. Those for browsers without modules are left out: no browser loads both kinds. */
async function scriptsOf(page: string): Promise<string[]> {
  const html = await readFile(join(built, 'server', 'app', `${page}.html`), 'utf8')
  const modern = [...html.matchAll(SCRIPT)].filter(([tag]) => !/\snomodule/i.test(tag))
  return [...new Set(modern.map(([, path]) => path ?? ''))]
}

async function gzipSize(script: string): Promise<number> {
  return gzipSync(await readFile(join(built, script))).length
}

let heaviest = 0
for (const page of ['fr', 'fr/connexion', 'fr/inscription', 'fr/jeu', 'fr/mes-gains']) {
  const sizes = await Promise.all((await scriptsOf(page)).map(gzipSize))
  if (!sizes.length) throw new Error(`${page} names no script: has the site been built, and by this version of Next?`)
  const total = sizes.reduce((sum, size) => sum + size, 0)
  heaviest = Math.max(heaviest, total)
  console.log(`${page.padEnd(16)} ${(total / 1000).toFixed(1).padStart(6)} kB gzip in ${sizes.length} scripts`)
}
if (heaviest > LIMIT) {
  console.error(`A page loads more than ${LIMIT / 1000} kB of JavaScript.`)
  process.exitCode = 1
}
