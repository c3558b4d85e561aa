import { glob, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { codings, LOST_PAGE, lostPages, PREPARED, secondAddresses, sharedPages, types } from './table.ts'

/**
 * A built site. `files`: the file of each address, `/jeu` → `/jeu.html`. `policies`: the Content-Security-Policy of each
 * page, by file. `isPublished`: whether search engines may know it.
 */
export type SiteFolder = { files: Map<string, string>; policies: Map<string, string>; isPublished: boolean }

/** What a build says of itself in `site.json`: the policy of each page, by file, and whether the site is published. */
export type BuiltFacts = { policies: Record<string, string>; isPublished: boolean }

/**
 * Reads which files a build has left in `folder`: `public/`, and `site.json`.
 *
 * @throws an Error that names a file without its policy, its type or its compressed copies, or a page that is missing
 */
export async function readSite(folder: string): Promise<SiteFolder> {
  const names = new Set<string>()
  for await (const entry of glob('**/*', { cwd: join(folder, 'public'), withFileTypes: true }))
    if (entry.isFile()) names.add(join(entry.parentPath, entry.name).slice(join(folder, 'public').length))
  const written: BuiltFacts = JSON.parse(await readFile(join(folder, 'site.json'), 'utf8'))
  const policies = new Map(Object.entries(written.policies).map(([page, policy]) => [`/${page}`, policy]))
  const files = [...names].filter(name => !isVariant(name, names))
  for (const name of files) checkFile(name, names, policies)
  const lost = [LOST_PAGE, ...lostPages.map(([, file]) => file)]
  for (const page of [...lost, ...sharedPages.map(([, file]) => file)])
    if (!names.has(page)) throw new Error(`The site has no page ${page}.`)
  const found = files.filter(name => !lost.includes(name))
  const second = secondAddresses.filter(([file]) => names.has(file)).map(([file, address]) => [address, file] as const)
  const addresses = found.map(name => [addressOf(name), name] as const)
  return { files: new Map([...addresses, ...second]), policies, isPublished: written.isPublished }
}

const isVariant = (name: string, names: Set<string>) =>
  codings.some(([, , suffix]) => name.endsWith(suffix) && names.has(name.slice(0, -suffix.length)))

function checkFile(name: string, names: Set<string>, policies: Map<string, string>): void {
  const extension = extname(name).slice(1)
  if (!/^[\w./@~-]+$/.test(name)) throw new Error(`${name}: an address has no such characters.`)
  if (!types[extension]) throw new Error(`${name}: give files that end in .${extension} a type in table.ts.`)
  if (extension === 'html' && !policies.has(name)) throw new Error(`${name} has no Content-Security-Policy.`)
  const missing = codings.find(([, , suffix]) => !names.has(name + suffix))
  if (missing && new RegExp(PREPARED).test(name)) throw new Error(`${name}${missing[2]} is missing.`)
}

/** `/index.html` is at `/`, `/en.html` at `/en`; every other file at its own name. */
function addressOf(name: string): string {
  return name === '/index.html' ? '/' : name.replace(/\.html$/, '')
}
