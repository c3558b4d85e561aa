import type { Web } from '../../src/tools/web.ts'
import { application } from './application.ts'

/** Gives the first script of the home page another hash, wherever it is named, and its compressed copies with it. */
const RENAME = `
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
const suffix = process.argv[2]
const folder = '/srv/site'
const [, hash] = /_astro\\/[^"]+\\.([\\w-]+)\\.js/.exec(readFileSync(join(folder, 'public/index.html'), 'utf8'))
for (const file of readdirSync(folder, { recursive: true }).map(file => join(folder, file))) {
  if (!/\\.(html|js|css|json|conf)$/.test(file) || !statSync(file).isFile()) continue
  const text = readFileSync(file, 'utf8')
  const [renamed, changed] = [file, text].map(one => one.replaceAll(hash, hash + suffix))
  if (renamed === file && changed === text) continue
  for (const end of ['', '.gz', '.br']) rmSync(file + end, { force: true })
  writeFileSync(renamed, changed)
  if (file.endsWith('.conf')) continue
  writeFileSync(renamed + '.gz', gzipSync(changed))
  writeFileSync(renamed + '.br', brotliCompressSync(changed))
}
`

/** The files of a commit whose site has a script under a name that no other release has, as a change of its text gives. */
export function ownScripts(suffix: string): Record<string, string> {
  const dockerfile = `FROM ${application.frontend} AS site
FROM node:24-bookworm-slim AS renamed
COPY --from=site /srv/site /srv/site
COPY frontend/rename.mjs /tmp/
RUN ["node", "/tmp/rename.mjs", "${suffix}"]
FROM ${application.frontend}
ARG VERSION
ARG COMMIT
LABEL org.opencontainers.image.version=$VERSION org.opencontainers.image.revision=$COMMIT
ENV VERSION=$VERSION COMMIT=$COMMIT
COPY --from=renamed /srv/site /srv/site
`
  return { 'frontend/Dockerfile': dockerfile, 'frontend/rename.mjs': RENAME }
}

/** A tab that a visitor has opened: the scripts and styles of its page, which it may ask for at any time. */
export async function openTab(web: Web, page: string) {
  const { body } = await web.read(page)
  const files = [...new Set(body.match(/\/_astro\/[^"'\\\s]+\.(?:js|css)/g))]
  return {
    files,
    /** @returns the files that are gone */
    async missing(): Promise<string[]> {
      const gone: string[] = []
      for (const file of files) {
        const { status } = await web.read(new URL(file, page).href)
        if (status !== 200) gone.push(`${file} : ${status}`)
      }
      return gone
    },
  }
}
