import { existsSync, rmSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { freePort } from '../embedded-postgres.ts'
import type { Child, Children } from '../process/children.ts'
import type { Tell } from '../terminal.ts'

const ROOT = join(import.meta.dirname, '..', '..')
/** What a fresh clone does not have. */
const NOT_CLONED = /^(\.git|\.data|\.astro|dist(-.*)?|node_modules)$/
const POLL_MS = 200
/** The site is built in it, on a machine that may be slow. */
const PATIENCE_MS = 8 * 60_000

/**
 * Runs `npm start` in a copy of this checkout that only its owner may enter, as in root's home, until the site and the
 * API answer, then stops it as Ctrl-C does.
 *
 * @throws an Error with what `npm start` wrote when it does not start or does not stop in order
 */
export async function startInClosedFolder(children: Children, tell: Tell): Promise<void> {
  // Beside node_modules: hard links do not leave a file system. mkdtemp gives mode 0700.
  await mkdir(join(ROOT, '.data'), { recursive: true })
  const folder = await mkdtemp(join(ROOT, '.data', 'closed-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  process.once('exit', remove)
  tell('copie du projet…')
  await copyCheckout(children, folder)
  tell('npm start…')
  const [api, web] = [await freePort(), await freePort()]
  const env = { ...process.env, API_PORT: String(api), WEB_PORT: String(web), DATA_DIR: '', DATABASE_URL: '' }
  const npm = children.start('npm', ['start', '--silent'], { cwd: folder, env })
  try {
    await untilPlayable(npm, [`http://localhost:${web}/jeu`, `http://localhost:${api}/health`])
  } finally {
    tell('arrêt…')
    npm.leave()
    await npm.ended
  }
  if ((await npm.ended) !== 0 || existsSync(join(folder, '.data', 'postgres', 'data', 'postmaster.pid')))
    throw new Error(`npm start did not stop in order:\n${npm.said()}`)
  remove()
}

async function copyCheckout(children: Children, folder: string): Promise<void> {
  const filter = (path: string) => !NOT_CLONED.test(path.slice(path.lastIndexOf('/') + 1))
  const names = (await readdir(ROOT)).filter(filter)
  for (const name of names) await cp(join(ROOT, name), join(folder, name), { recursive: true, filter })
  await children.run('cp', ['-al', join(ROOT, 'node_modules'), folder])
}

async function untilPlayable(npm: Child, urls: string[]): Promise<void> {
  let ended = false
  npm.ended.then(() => {
    ended = true
  })
  for (const deadline = Date.now() + PATIENCE_MS; ; ) {
    const answers = await Promise.all(urls.map(url => fetch(url).catch(() => null)))
    if (answers.every(answer => answer?.ok)) return
    if (ended || Date.now() > deadline) throw new Error(`npm start did not get as far as ${urls}:\n${npm.said()}`)
    await new Promise(done => setTimeout(done, POLL_MS))
  }
}
