import { glob, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { codings, LOST_PAGE, PREPARED, sharedPages, types } from './table.ts'

/**
 * A built site. `files`: the file of each address, `/jeu` → `/jeu.html`. `policies`: the Content-Security-Policy of each
 * page, by file.
 */
export type SiteFolder = { files: Map<string, string>; policies: Map<string, string> }

/**
 * Reads which files a build has left in `folder`: `public/`, and `policies.json` with the policy of each page.
 *
 * @throws an Error that names a file without its policy, its type or its compressed copies, or a page that is missing
 */
export async function readSite(folder: string): Promise<SiteFolder> {
  const names = new Set<string>()
  for await (const entry of glob('**/*', { cwd: join(folder, 'public'), withFileTypes: true }))
    if (entry.isFile()) names.add(join(entry.parentPath, entry.name).slice(join(folder, 'public').length))
  const written: Record<string, string> = JSON.parse(await readFile(join(folder, 'policies.json'), 'utf8'))
  const policies = new Map(Object.entries(written).map(([page, policy]) => [`/${page}`, policy]))
  const files = [...names].filter(name => !isVariant(name, names))
  for (const name of files) checkFile(name, names, policies)
  for (const page of [LOST_PAGE, ...sharedPages.map(([, file]) => file)])
    if (!names.has(page)) throw new Error(`The site has no page ${page}.`)
  return { files: new Map(files.filter(name => name !== LOST_PAGE).map(name => [addressOf(name), name])), policies }
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
