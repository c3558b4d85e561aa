import { join } from 'node:path'
import type { Home } from '../../environment/home.ts'
import { Failure } from '../../failure.ts'
import { isThere } from '../../tools/files.ts'
import type { Tools } from '../../tools/tools.ts'

/** While this file exists, the folder around it is a server being rebuilt. */
const markOf = (home: Home) => join(home.folder, '.rebuilding')

/**
 * Makes sure that a rebuild overwrites nothing: this machine never had this environment, or has an interrupted rebuild of it.
 * @throws Failure `already-there` in French, with what is there and what to do instead
 */
export async function expectEmpty(home: Home, { shell }: Pick<Tools, 'shell'>): Promise<void> {
  if (await isThere(markOf(home))) return
  const volume = `${home.stack}-database`
  const volumes = await shell.read(['docker', 'volume', 'ls', '--quiet', '--filter', `name=^${volume}$`])
  const there = [
    ...((await isThere(join(home.infra, 'infra.yaml'))) ? [home.folder] : []),
    ...(volumes ? [`le volume ${volume} de Docker`] : []),
  ]
  if (!there.length) return
  const hint = `Pour revenir en arrière sur place : tiptop restore ${home.environment} --help.`
  const said = `Cette machine a déjà ${home.environment} (${there.join(', ')}) : rien n'y sera remplacé.`
  throw new Failure('already-there', said, { hint })
}

/** Lets a second try go on from here instead of being refused. */
export async function markRebuilding(home: Home, { files }: Pick<Tools, 'files'>): Promise<void> {
  await files.makeFolder(home.folder, 0o755)
  await files.write(markOf(home), '')
}

/** From now on this is a server like any other, which a rebuild refuses to overwrite. */
export async function markRebuilt(home: Home, { files }: Pick<Tools, 'files'>): Promise<void> {
  await files.remove(markOf(home))
}
