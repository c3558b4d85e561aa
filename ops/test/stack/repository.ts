import { chmod, cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from '../machine/run.ts'
import { application, REPOSITORY } from './application.ts'

/** What a commit of the tests is like. Without any of these it is a good one. */
export type Change = {
  version?: string
  /** what `npm run lint` and `npm test` end with */
  lint?: 'green' | 'red'
  tests?: 'green' | 'red'
  /** `dead`: its container never gets healthy; `lying`: healthy by itself, and another commit in public; `broken`: every play fails */
  backend?: 'good' | 'dead' | 'lying' | 'broken'
  /** a migration of its own; its name is its file's */
  migration?: { name: string; sql: string }
  /** more files of the commit, by path */
  files?: Record<string, string>
}

/**
 * A repository whose commits build on the application's images, so that a release takes seconds: the environments, the
 * migrations and the way it is built are the real ones.
 */
export async function openRepository(folder: string) {
  const git = (...args: string[]) => run(['git', ...args], { cwd: folder })
  const write = async (file: string, text: string) => {
    await mkdir(join(folder, file, '..'), { recursive: true })
    await writeFile(join(folder, file), text)
  }
  await mkdir(folder, { recursive: true })
  await git('init', '--quiet', '--initial-branch=main')
  await git('config', 'user.name', 'Tests')
  await git('config', 'user.email', 'tests@tiptop.invalid')
  await cp(join(REPOSITORY, 'environments'), join(folder, 'environments'), { recursive: true })
  await cp(join(REPOSITORY, 'backend', 'migrations'), join(folder, 'backend', 'migrations'), { recursive: true })

  return {
    folder,
    /** @returns the commit */
    async commit(change: Change = {}, branch = 'main'): Promise<string> {
      const { version = '1.0.0', lint = 'green', tests = 'green', backend = 'good', migration, files = {} } = change
      const scripts = { lint: `node check.mjs ${lint}`, test: `node check.mjs ${tests} unit.xml` }
      await write('check.mjs', CHECK)
      const packageFile = { name: 'release-of-tests', version, private: true, scripts }
      await write('package.json', `${JSON.stringify(packageFile, null, 2)}\n`)
      await write('package-lock.json', `${JSON.stringify(lockOf(packageFile), null, 2)}\n`)
      await write('backend/Dockerfile', await backendImage(backend, folder))
      await write('frontend/Dockerfile', frontendImage)
      if (migration) await write(`backend/migrations/${migration.name}.sql`, migration.sql)
      for (const [file, text] of Object.entries(files)) await write(file, text)
      await git('checkout', '--quiet', '-B', branch)
      await git('add', '--all')
      await git('commit', '--quiet', '--allow-empty', '--message', `Release ${version}`)
      return git('rev-parse', 'HEAD')
    },
  }
}

/** What `npm install` writes for a package that needs no other. */
const lockOf = ({ name, version }: { name: string; version: string }) => ({
  name,
  version,
  lockfileVersion: 3,
  requires: true,
  packages: { '': { name, version } },
})

/** Ends as its arguments say, and leaves the result that a program of tests leaves where it is asked for. */
const CHECK = `import { mkdirSync, writeFileSync } from 'node:fs'
const [colour, results] = process.argv.slice(2)
const folder = process.env.JUNIT_FOLDER
if (results && folder) {
  mkdirSync(folder, { recursive: true })
  const failure = colour === 'red' ? '<failure/>' : ''
  writeFileSync(folder + '/' + results, '<testsuites><testsuite><testcase name="one">' + failure + '</testcase></testsuite></testsuites>')
}
console.log(colour)
process.exitCode = colour === 'red' ? 1 : 0
`

const labels = `ARG VERSION
ARG COMMIT
LABEL org.opencontainers.image.version=$VERSION org.opencontainers.image.revision=$COMMIT
ENV VERSION=$VERSION COMMIT=$COMMIT
`

/** Says with which addresses it was built. */
const frontendImage = `FROM ${application.frontend}
${labels}ARG NEXT_PUBLIC_API_URL
ARG NEXT_PUBLIC_WEB_URL
LABEL tiptop.api=$NEXT_PUBLIC_API_URL tiptop.web=$NEXT_PUBLIC_WEB_URL
`

async function backendImage(state: NonNullable<Change['backend']>, folder: string): Promise<string> {
  const base = `FROM ${application.backend}\n${labels}COPY backend/migrations backend/migrations\n`
  if (state === 'dead')
    return `${base}CMD ["node", "-e", "console.log('sert à rien : je ne réponds à personne'); setInterval(() => {}, 1000)"]\n`
  if (state === 'lying') return `${base}ENV COMMIT=0000000000000000000000000000000000000000\n`
  if (state === 'good') return base
  const file = 'backend/src/game/play-ticket.ts'
  const source = await readFile(join(REPOSITORY, file), 'utf8')
  const broken = source.replace(
    /function playTicket\(.*\n/,
    line => `${line}    throw new Error('broken on purpose')\n`,
  )
  if (broken === source) throw new Error(`${file} has no playTicket to break.`)
  await writeFile(join(folder, 'backend', 'broken.ts'), broken)
  await chmod(join(folder, 'backend', 'broken.ts'), 0o644)
  return `${base}COPY backend/broken.ts ${file}\n`
}
