import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import type { RollbackPoint } from '../../archive/rollback-points/versions.ts'
import { infraProject } from '../../environment/compose-projects.ts'
import type { Home } from '../../environment/home.ts'
import { infraFiles } from '../../environment/installation/install.ts'
import { DamagedFile, orDamage } from '../../state/damaged-file.ts'
import { readText } from '../../state/read-state.ts'
import { fingerprintOf } from '../../tools/files.ts'
import type { Shell } from '../../tools/shell.ts'
import { linesChanged } from '../configuration/difference.ts'

/** The files of the infrastructure, by their names. */
type DoorFiles = Map<string, string>

/** A rollback point whose files can take the place of those that are here; `changes`: what that means, a line each. */
export type InfraCandidate = { tag: string; at: string; files: DoorFiles; changes: string[] }

/**
 * Why nginx, and compose before it, would not start with the files of this folder; null when they would. They are tried
 * in a container of its own.
 */
export async function doorFault(home: Home, folder: string, shell: Pick<Shell, 'read'>, signal?: AbortSignal) {
  const { command, env } = infraProject(home, folder)
  const tried = command(
    'run',
    '--rm',
    '--no-deps',
    '--no-TTY',
    '--entrypoint',
    'nginx',
    'nginx',
    '-t',
    '-q',
    '-c',
    '/etc/tiptop/nginx.conf',
  )
  return shell.read(tried, { env, ...(signal && { signal }) }).then(
    () => null,
    (error: Error) => gist(error.message),
  )
}

/** The line that says what is wrong, without its place in a log. */
function gist(said: string): string {
  const lines = stripVTControlCharacters(said).trim().split('\n')
  const line = lines.find(line => line.includes('[emerg]')) ?? lines.at(-1) ?? ''
  return line.replace(/^.*\[emerg\] (\d+#\d+: )?/, '').trim()
}

/** @returns null when a file of the point is not what was kept */
export async function candidateOf(
  { tag, at, folder, config }: RollbackPoint,
  home: Home,
): Promise<InfraCandidate | null> {
  const read = infraFiles.map(async name => {
    return [name, await orDamage(readText(join(folder, 'infra', name)))] as const
  })
  const files: DoorFiles = new Map()
  const changes: string[] = []
  for (const [name, text] of await Promise.all(read)) {
    if (typeof text !== 'string' || config[`infra/${name}`]?.sha256 !== fingerprintOf(text).sha256) return null
    const here = await orDamage(readText(join(home.infra, name)))
    if (here === null) changes.push(`${name} manque`)
    else if (here instanceof DamagedFile) changes.push(`${name} : ${here.what}`)
    else if (here !== text) changes.push(...changesOf(name, here, text))
    files.set(name, text)
  }
  return { tag, at, files, changes }
}

function changesOf(name: string, here: string, text: string): string[] {
  const lines = linesChanged(here, text)
  return lines.length ? lines.map(line => `${name} ${line}`) : [`${name} : l’ordre des lignes`]
}
