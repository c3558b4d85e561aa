import { execFile } from 'node:child_process'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { addRelease, describeRelease, parseFragment } from './release/changelog.ts'

/*
 * Raises the version and writes CHANGELOG.md from the fragments in changelog/unreleased/. It needs a clean checkout, so
 * that `git checkout .` takes an interrupted run back; the commit is left to the person who reads the result.
 * Usage: npm run release -- major|minor|patch
 */

const ROOT = join(import.meta.dirname, '..')
const UNRELEASED = join(ROOT, 'changelog', 'unreleased')
const CHANGELOG = join(ROOT, 'CHANGELOG.md')
const LEVELS = ['major', 'minor', 'patch']

async function run(program: string, ...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(program, args, { cwd: ROOT })
  return stdout.trim()
}

/** Raises the version of the root and of every workspace, which have the same one, and of the lock file. */
async function raiseVersion(level: string): Promise<string> {
  await run('npm', 'version', level, '--workspaces', '--include-workspace-root', '--no-git-tag-version')
  return JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')).version
}

async function release(level = ''): Promise<void> {
  if (!LEVELS.includes(level)) throw new Error(`Quel pas ? npm run release -- ${LEVELS.join('|')}`)
  const changed = await run('git', 'status', '--porcelain')
  if (changed) throw new Error(`Enregistrez ou retirez d’abord ces changements :\n${changed}`)
  const files = (await readdir(UNRELEASED).catch(() => [])).filter(name => name.endsWith('.md'))
  if (!files.length) throw new Error('changelog/unreleased/ est vide : rien n’a changé depuis la dernière version.')
  const read = async (file: string) => parseFragment(file, await readFile(join(UNRELEASED, file), 'utf8'))
  const fragments = await Promise.all(files.map(read))
  const version = await raiseVersion(level)
  const text = describeRelease(version, new Date().toISOString().slice(0, 10), fragments)
  await writeFile(CHANGELOG, addRelease(await readFile(CHANGELOG, 'utf8'), text))
  for (const file of files) await rm(join(UNRELEASED, file))
  console.log(`
  Version ${version} : ${files.length} changements sont dans CHANGELOG.md. Relisez-le, puis :

  git add -A && git commit -m "Release ${version}"
`)
}

await release(process.argv[2]).catch(error => {
  console.error(`\n  ✗ ${error.message}\n`)
  process.exitCode = 1
})
