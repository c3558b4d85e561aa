import { existsSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from './run.ts'

/** Where this machine takes Debian's packages from, as its own sources say. */
export async function debianMirror(): Promise<string> {
  const files = ['/etc/apt/sources.list.d/debian.sources', '/etc/apt/sources.list']
  for (const file of files.filter(existsSync)) {
    const [, mirror] = /^(?:URIs:|deb(?: \[.*?\])?)\s+(\S+)/m.exec(await readFile(file, 'utf8')) ?? []
    if (mirror) return mirror
  }
  throw new Error(`No Debian mirror is named in ${files.join(' nor in ')}.`)
}

/** Installs the packages whose program is missing. Root on Debian only: elsewhere the person who runs the tests installs them. */
export async function installMissing(programs: Record<string, string>, path: string[]): Promise<void> {
  const missing = Object.entries(programs).filter(
    ([program]) => !path.some(folder => existsSync(join(folder, program))),
  )
  const packages = [...new Set(missing.map(([, name]) => name))]
  if (!packages.length) return
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
    throw new Error(`Install ${packages.join(', ')}: only root on Debian does that by itself.`)
  const install = ['install', '-y', '-qq', '--no-install-recommends', ...packages]
  await apt(install).catch(async () => {
    await apt(['update', '-qq'])
    await apt(install)
  })
}

/** One after the other: files of tests that run side by side may miss programs at the same moment. */
function apt(words: string[]): Promise<string> {
  const lock = join(tmpdir(), 'tiptop-apt.lock')
  const command = ['flock', lock, 'apt-get', '-o', 'DPkg::Lock::Timeout=600', ...words] as const
  return run(command, { env: { DEBIAN_FRONTEND: 'noninteractive' } })
}

/**
 * Unpacks packages of Debian trixie into `folder`, without installing them and without touching what this machine
 * knows of packages.
 */
export async function unpackFromTrixie(packages: string[], folder: string): Promise<void> {
  const state = join(folder, 'apt')
  await mkdir(join(state, 'lists', 'partial'), { recursive: true })
  await mkdir(join(state, 'cache', 'archives', 'partial'), { recursive: true })
  const sources = join(state, 'trixie.list')
  const key = '/usr/share/keyrings/debian-archive-keyring.gpg'
  await writeFile(sources, `deb [signed-by=${key}] ${await debianMirror()} trixie main\n`)
  const own = [
    '-o',
    `Dir::Etc::SourceList=${sources}`,
    '-o',
    'Dir::Etc::SourceParts=/dev/null',
    '-o',
    `Dir::State::Lists=${join(state, 'lists')}`,
    '-o',
    `Dir::Cache=${join(state, 'cache')}`,
    '-o',
    'APT::Sandbox::User=root',
  ]
  await run(['apt-get', 'update', '-qq', ...own])
  for (const name of packages) {
    await run(['apt-get', 'download', '-qq', ...own, name], { cwd: state })
    const [file = ''] = (await run(['find', state, '-maxdepth', '1', '-name', `${name}_*.deb`])).split('\n')
    await run(['dpkg-deb', '-x', file, folder])
  }
  await rm(state, { recursive: true })
}
