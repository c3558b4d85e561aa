import { join } from 'node:path'
import { dumpFault } from '../archive/database/dump.ts'
import { fileFaults } from '../archive/rollback-points/points.ts'
import type { RollbackPoint } from '../archive/rollback-points/versions.ts'
import type { Home } from '../environment/home.ts'
import { readImage } from '../release/image-names.ts'
import { pieces } from '../release/release.ts'
import type { Tools } from '../tools/tools.ts'

type CheckTools = Pick<Tools, 'shell' | 'files' | 'registry'>

/**
 * Reads a rollback point back: every file by its SHA-256, both tags by their digest, the dump from its
 * first to its last byte.
 * @returns what is missing or wrong, a sentence in French each; none when the point can be relied on
 */
export async function faultsOf(
  point: RollbackPoint,
  home: Home,
  tools: CheckTools,
  signal: AbortSignal,
): Promise<string[]> {
  const { dump } = point.db
  const images = await Promise.all(pieces.map(piece => imageFault(point[piece], point.tag, tools)))
  const faults = [
    ...(await fileFaults(point.folder, { ...point.config, [dump.file]: dump }, tools)),
    ...images.filter(fault => fault !== null),
  ]
  if (faults.length) return faults
  const unreadable = await dumpFault(join(point.folder, dump.file), home, { ...tools, read: tools.shell.run }, signal)
  return unreadable ? [unreadable] : []
}

async function imageFault(image: string | null, tag: string, { registry }: CheckTools): Promise<string | null> {
  if (!image) return null
  const { path, digest } = readImage(image)
  const found = await registry.digestOf(path, tag)
  if (!found) return `l'étiquette ${path}:${tag} n'est pas au registre.`
  return found === digest ? null : `l'étiquette ${path}:${tag} désigne une autre image (${found}).`
}
