import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CommitModel, ProgramModel } from '../server-model.ts'

/** git and what else works on an extracted commit. */
export const workshop: ProgramModel = async (command, { cwd = '' }, { commits }) => {
  const [program, ...args] = command
  if (program === 'rm') {
    await rm(args.at(-1) ?? '', { recursive: true, force: true })
    return ''
  }
  if (program === 'sleep') return ''
  if (program === 'git' && args[0] === 'show') return '2026-11-23T07:00:00Z'
  if (program === 'git' && args[0] === 'clone') return mkdir(args.at(-1) ?? '', { recursive: true }).then(() => '')
  if (program === 'git' && args.includes('checkout')) {
    const hash = args.at(-1) ?? ''
    const commit = commits.get(hash)
    if (!commit) throw new Error(`fatal: unable to read tree (${hash})`)
    await layCommit(cwd, hash, commit)
    return ''
  }
  return null
}

const APP_FILE = join(import.meta.dirname, '..', '..', '..', '..', 'environments', 'server', 'app.yaml')

/** Names the file that says which commit was laid. */
const HASH = 'commit'

/** The files of a commit that a deployment reads. */
async function layCommit(
  folder: string,
  hash: string,
  { version, migrations, indexes = [], packages, appFile }: CommitModel,
): Promise<void> {
  const [server, sql] = [join(folder, 'environments', 'server'), join(folder, 'backend', 'migrations')]
  const more = join(folder, 'backend', 'indexes')
  for (const name of indexes) {
    await mkdir(more, { recursive: true })
    await writeFile(join(more, `${name}.sql`), `create index concurrently ${name}`)
  }
  for (const made of [server, sql]) await mkdir(made, { recursive: true })
  await writeFile(join(folder, 'package.json'), JSON.stringify({ version }))
  await writeFile(join(folder, 'package-lock.json'), JSON.stringify({ lockfileVersion: 3, packages: packages ?? {} }))
  await writeFile(join(folder, HASH), hash)
  await writeFile(join(server, 'app.yaml'), `${appFile ?? (await readFile(APP_FILE, 'utf8'))}# ${hash}\n`)
  for (const [name, kind] of Object.entries(migrations))
    await writeFile(join(sql, `${name}.sql`), kind === 'breaking' ? '--! breaking\n' : '-- \n')
}

const CHECKS = /-checks\b|tiptop-ci\/checks/

/** The container in which the scripts of a commit run; the commit is the one in the workshop. */
export const sandbox: ProgramModel = async (command, _options, { home, infra, commits }) => {
  const [program, verb = '', ...args] = command
  if (program === 'git' && verb === 'archive') return ''
  if (program !== 'docker' || !CHECKS.test(command.join(' '))) return null
  const container = `${home.stack}-checks`
  if (verb === 'ps') return infra.has(container) ? 'id' : ''
  if (verb === 'rm') infra.delete(container)
  if (verb === 'run') infra.add(container)
  if (verb !== 'exec') return ''
  if (!infra.has(container)) throw new Error(`No such container: ${container}`)
  const npm = args.indexOf('npm')
  const commit = commits.get(await readFile(join(home.workshop, HASH), 'utf8'))
  return npm < 0 || !commit ? '' : answerNpm(args.slice(npm + 1), commit)
}

function answerNpm(args: string[], { lint, tests }: CommitModel): string {
  const verdict = args[0] === 'test' ? tests : args.includes('lint') ? lint : 'green'
  if (args[0] === 'sbom') return JSON.stringify({ bomFormat: 'CycloneDX', components: [{ name: 'tea' }] })
  if (verdict === 'red') throw new Error('three faults')
  return 'fine'
}
