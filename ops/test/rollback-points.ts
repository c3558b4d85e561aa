import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RollbackPoint } from '../src/archive/rollback-points/versions.ts'
import type { Home } from '../src/environment/home.ts'
import type { Release } from '../src/release/release.ts'
import { fingerprintOf } from '../src/tools/files.ts'

/** A rollback point as its folder would be, with a few bytes for a database. @param day `20261123`; it is made at 04:00 */
export async function layPoint(home: Home, day: string, own: Partial<RollbackPoint> = {}): Promise<RollbackPoint> {
  const tag = `backup-${day}-040000`
  const folder = join(home.backups.preDeploy, tag)
  await mkdir(folder, { recursive: true })
  const versions = {
    tag,
    environment: home.environment,
    release: null,
    backend: null,
    frontend: null,
    config: {},
    at: `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}T04:00:00.000Z`,
    db: { schema: null, dump: { file: 'database.dump', ...fingerprintOf(day) } },
    ...own,
  }
  await writeFile(join(folder, 'database.dump'), day)
  await writeFile(join(folder, 'versions.json'), JSON.stringify(versions))
  return { ...versions, folder }
}

/** A release with images of its own, which replaced `former`. @param letter makes its digests: a to f */
export function releaseOf(letter: string, former: string | null, madeAt: string): Release {
  const image = (piece: string) => `localhost:9/tiptop/${piece}@sha256:${letter.repeat(64)}`
  return {
    name: `release-${letter}`,
    version: `1.0.${letter.charCodeAt(0) - 97}`,
    former,
    madeAt,
    breaking: false,
    commits: { backend: letter, frontend: letter },
    images: { backend: image('backend'), frontend: image('frontend') },
  }
}
