import { readdir, readFile } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { openPromise } from 'yauzl'
import { Failure } from '../../../failure.ts'
import type { JenkinsPlugin } from '../../../tools/jenkins.ts'

const MANIFEST = 'META-INF/MANIFEST.MF'

/**
 * The plugins in Jenkins' home, whether or not it runs, unpacked by Jenkins or still packed.
 * @throws a Failure when one of them cannot be read
 */
export async function installedPlugins(home: string): Promise<JenkinsPlugin[]> {
  const folder = join(home, 'plugins')
  const names: string[] = await readdir(folder).catch(error => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  const packed = names.filter(name => /\.[jh]pi$/.test(name)).sort()
  return Promise.all(
    packed.map(async file => {
      const manifest = readManifest(await manifestOf(join(folder, file)))
      const [name, version] = [manifest.get('Short-Name'), manifest.get('Plugin-Version')]
      if (!name || !version)
        throw new Failure('damaged', `${join(folder, file)} ne dit pas quel plugin il est.`, {
          hint: 'Installez ce plugin de nouveau dans Jenkins, ou retirez son fichier.',
        })
      return { name, version, enabled: !names.includes(`${file}.disabled`) }
    }),
  )
}

/** `git:5.10.1`, one a line: what `jenkins-plugin-cli --plugin-file` reads. */
export function pluginList(plugins: readonly JenkinsPlugin[]): string {
  const lines = plugins.map(({ name, version, enabled }) => `${name}:${version}${enabled ? '' : '  # désactivé'}`)
  return `${lines.sort().join('\n')}\n`
}

/** The packed file is the truth: Jenkins unpacks a new version when it starts. */
async function manifestOf(file: string): Promise<string> {
  const unpacked = join(file, '..', basename(file, extname(file)), MANIFEST)
  return packedManifest(file).catch(async error => {
    return readFile(unpacked, 'utf8').catch(() => {
      throw new Failure('not-readable', `${file} ne se lit pas : ${error.message}`, {
        hint: 'Installez ce plugin de nouveau dans Jenkins, ou retirez son fichier.',
        cause: error,
      })
    })
  })
}

async function packedManifest(file: string): Promise<string> {
  const archive = await openPromise(file)
  try {
    for await (const entry of archive.eachEntry())
      if (entry.fileName === MANIFEST) return await text(await archive.openReadStreamPromise(entry))
  } finally {
    archive.close()
  }
  throw new Failure('damaged', `${MANIFEST} n’y est pas`, { hint: null })
}

/** What a manifest says; a long line goes on in the next one, behind a space. */
function readManifest(text: string): Map<string, string> {
  const lines = text.replaceAll(/\r?\n /g, '').split(/\r?\n/)
  return new Map(
    lines.flatMap(line => {
      const [, name, value] = /^([\w-]+): (.*)$/.exec(line) ?? []
      return name && value ? [[name, value.trim()] as const] : []
    }),
  )
}
