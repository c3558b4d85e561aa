import type { Web } from '../../src/tools/web.ts'
import { application } from './application.ts'

const RENAME = `
import { readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
const suffix = process.argv[2]
const folder = 'frontend/.next'
const home = readFileSync(join(folder, 'server/app/fr.html'), 'utf8')
const [path, name] = /static\\/chunks\\/([^"'\\\\\\s]+)\\.js/.exec(home)
renameSync(join(folder, path), join(folder, path.replace(name, name + suffix)))
for (const file of readdirSync(folder, { recursive: true }).map(file => join(folder, file))) {
  if (!statSync(file).isFile() || !/\\.(html|js|json|rsc|css)$/.test(file)) continue
  const text = readFileSync(file, 'utf8')
  if (text.includes(name)) writeFileSync(file, text.replaceAll(name + '.js', name + suffix + '.js'))
}
`

/** The files of a commit whose site has a script under a name that no other release has, as a change of its text gives. */
export function ownScripts(suffix: string): Record<string, string> {
  const dockerfile = `FROM ${application.frontend}
ARG VERSION
ARG COMMIT
LABEL org.opencontainers.image.version=$VERSION org.opencontainers.image.revision=$COMMIT
ENV VERSION=$VERSION COMMIT=$COMMIT
COPY frontend/rename.mjs /tmp/
USER root
RUN ["node", "/tmp/rename.mjs", "${suffix}"]
USER node
`
  return { 'frontend/Dockerfile': dockerfile, 'frontend/rename.mjs': RENAME }
}

/** A tab that a visitor has opened: the scripts and styles of its page, which it may ask for at any time. */
export async function openTab(web: Web, page: string) {
  const { body } = await web.read(page)
  const files = [...new Set(body.match(/\/_next\/static\/[^"'\\\s]+\.(?:js|css)/g))]
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
