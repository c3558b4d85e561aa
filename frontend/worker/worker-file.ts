import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { transformWithOxc } from 'vite'

/** `retire.ts` here, and one release later no browser has a service worker: docs/decisions/offline-prizes.md. */
const SOURCE = 'worker.ts'

/** The address of the service worker. Its scope is the whole site. */
const WORKER = 'service-worker.js'

/** The pages that open without network, or instead of one that does not. */
const PAGES = ['mes-gains', 'hors-ligne'].flatMap(page => [page, `en/${page}`])

/** Writes the service worker of the site built in `folder`, with the list of the files that it keeps. */
export async function writeWorker(folder: string): Promise<void> {
  const source = join(import.meta.dirname, SOURCE)
  const { code } = await transformWithOxc(await readFile(source, 'utf8'), source, { sourcemap: false })
  const release = await releaseIn(folder)
  await writeFile(join(folder, 'public', WORKER), `const RELEASE = ${JSON.stringify(release, null, 2)}\n${code}`)
}

/** `files` are addresses; `name` changes with the content of any of them, and with the policies of the pages. */
async function releaseIn(folder: string): Promise<{ name: string; files: string[] }> {
  const hash = createHash('sha256').update(await readFile(join(folder, 'site.json')))
  const found = new Set(PAGES.map(page => `/${page}.html`))
  // What is added on the way is visited as well.
  for (const file of found) {
    const content = await readFile(join(folder, 'public', file))
    hash.update(content)
    if (!/\.(html|css|js)$/.test(file)) continue
    for (const name of mentionedIn(content.toString())) found.add(name)
  }
  const files = [...found].map(file => file.replace(/\.html$/, '')).sort()
  return { name: hash.digest('hex').slice(0, 12), files }
}

/** The built files that a page, script or style names; scripts name each other from their own folder. */
function mentionedIn(text: string): string[] {
  const absolute = text.match(/\/_astro\/[\w./-]+\.\w+/g) ?? []
  const beside = [...text.matchAll(/["'`]\.\/([\w.-]+\.(?:js|css))["'`]/g)].map(([, name]) => `/_astro/${name}`)
  return [...absolute, ...beside]
}
