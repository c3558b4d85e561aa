import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Home } from '../../environment/home.ts'
import type { Target } from '../../environment/target.ts'
import { Failure } from '../../failure.ts'
import { backupRepositoryOf } from '../../release/image-names.ts'
import { pieces } from '../../release/release.ts'
import { DamagedFile, orDamage } from '../../state/damaged-file.ts'
import { namesIn as namesInFolder, readState } from '../../state/read-state.ts'
import { momentBehind } from '../../time/stamp.ts'
import type { Tools } from '../../tools/tools.ts'
import { type ForeignCopy, foreignWords, OWN_FOLDER } from '../manifest.ts'
import { isTag, type PointVersions, type RollbackPoint, tagAt, versionsShape } from './versions.ts'

/** The folder of a point in the making ends with this. It is no point yet; a killed run leaves it behind. */
const HALF = '.partial'

export function folderOf(home: Home, tag: string): { whole: string; half: string } {
  const whole = join(home.backups.preDeploy, tag)
  return { whole, half: `${whole}${HALF}` }
}

/** A name behind those of all points. */
export async function freeTag(home: Home, now: Date): Promise<{ tag: string; at: Date }> {
  const taken = (await namesIn(home)).map(name => basename(name, HALF)).filter(isTag)
  return { tag: tagAt(momentBehind(taken, now)), at: now }
}

/** The rollback points of an environment that are whole, the newest first. */
export async function listRollbackPoints(home: Home): Promise<RollbackPoint[]> {
  const names = (await namesIn(home)).filter(isTag).sort().reverse()
  const points = await Promise.all(names.map(tag => readRollbackPoint(home, tag)))
  return points.filter(point => point !== null)
}

/** @returns null when there is no such point, or when a file of it is missing or has another size than it was given */
export async function readRollbackPoint(home: Home, tag: string): Promise<RollbackPoint | null> {
  const folder = folderOf(home, tag).whole
  const versions = await readVersions(home, tag)
  if (versions?.tag !== tag || versions.environment !== home.environment) return null
  const { dump } = versions.db
  const files = [...Object.entries(versions.config), [dump.file, dump] as const]
  const sizes = await Promise.all(files.map(([file]) => sizeOf(join(folder, file))))
  return files.every(([, { bytes }], place) => sizes[place] === bytes) ? { ...versions, folder } : null
}

/** The folders of points that are not whole: broken off, or damaged since. */
export async function listBrokenPoints(home: Home): Promise<string[]> {
  const [whole, foreign] = await Promise.all([listRollbackPoints(home), listForeignPoints(home)])
  const others = new Set([...whole.map(({ tag }) => tag), ...foreign.map(({ name }) => name)])
  const ours = (name: string) => isTag(basename(name, HALF))
  return (await namesIn(home)).filter(name => ours(name) && !others.has(name)).sort()
}

/** The rollback points among those of an environment that say that they are of another one. */
export async function listForeignPoints(home: Home): Promise<ForeignCopy[]> {
  const tags = (await namesIn(home)).filter(isTag).sort()
  const all = await Promise.all(tags.map(tag => readVersions(home, tag)))
  return all.flatMap((versions, place) =>
    versions && versions.environment !== home.environment
      ? [{ name: tags[place] ?? '', environment: versions.environment }]
      : [],
  )
}

/** @throws Failure `refused` for a rollback point of another environment */
export async function expectOwnPoint(home: Home, tag: string): Promise<void> {
  const foreign = (await listForeignPoints(home)).find(({ name }) => name === tag)
  if (foreign) throw new Failure('refused', `${foreignWords(foreign, home.environment)}.`, { hint: OWN_FOLDER })
}

/** Compares files of a point with what was written down of them. @returns what is wrong, in French */
export async function fileFaults(
  folder: string,
  noted: RollbackPoint['config'],
  { files }: Pick<Tools, 'files'>,
): Promise<string[]> {
  const faults = Object.entries(noted).map(async ([name, { sha256 }]) => {
    const file = join(folder, name)
    const found = await files.fingerprint(file).catch(() => null)
    if (!found) return [`${file} manque.`]
    return found.sha256 === sha256 ? [] : [`${file} n'a pas le contenu qui fut noté.`]
  })
  return (await Promise.all(faults)).flat()
}

async function readVersions(home: Home, tag: string): Promise<PointVersions | null> {
  const versions = await orDamage(readState(join(folderOf(home, tag).whole, 'versions.json'), { shape: versionsShape }))
  return versions instanceof DamagedFile ? null : versions
}

/**
 * Removes what broke off: the files, which take room, then the tags. Where the registry does not let go of a tag, an
 * empty folder remembers its name for the next time: the tag does no harm.
 * @returns what could not be removed, and why
 */
export async function discardHalves({ home, settings }: Target, tools: Pick<Tools, 'files' | 'registry'>) {
  const { files, registry } = tools
  const left: string[] = []
  for (const name of (await namesIn(home)).filter(found => found.endsWith(HALF) && isTag(basename(found, HALF)))) {
    const [tag, folder] = [basename(name, HALF), join(home.backups.preDeploy, name)]
    // The folder stays until the tags are gone: nothing else remembers them.
    for (const part of await readdir(folder)) await files.remove(join(folder, part))
    const untag = async () => {
      for (const piece of pieces) await registry.untag(backupRepositoryOf(settings.REGISTRY, piece).path, tag)
    }
    await untag().then(
      () => files.remove(folder),
      (error: Error) => left.push(`l'étiquette ${tag} reste pour l'instant au registre. ${error.message}`),
    )
  }
  return left
}

async function namesIn({ backups }: Home): Promise<string[]> {
  return namesInFolder(backups.preDeploy)
}

async function sizeOf(file: string): Promise<number | null> {
  return stat(file).then(
    ({ size }) => size,
    () => null,
  )
}
