import { glob, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { inject } from 'vitest'
import type { Target } from '../../src/environment/target.ts'
import { recordRelease } from '../../src/release/activate.ts'
import type { RunningRelease } from '../../src/release/colours.ts'
import { imageByDigest, repositoryOf } from '../../src/release/image-names.ts'
import { psql } from '../../src/tools/postgres.ts'
import type { Tools } from '../../src/tools/tools.ts'
import { run } from '../machine/run.ts'
import { REPOSITORY } from './application.ts'
import { pushSmallImage } from './small-image.ts'

const MIGRATIONS = join(REPOSITORY, 'backend', 'migrations')

/** Writes a release down as the one that serves, with images of a few bytes: enough for what never starts it. */
export async function pretendToServe(target: Target, tools: Tools, version = '1.0.0'): Promise<RunningRelease> {
  const commit = version.replaceAll('.', '').padEnd(40, '0')
  const image = async (piece: 'backend' | 'frontend') => {
    const repository = repositoryOf(target.settings.REGISTRY, piece)
    return imageByDigest(repository, await pushSmallImage(inject('machine'), repository.path, 'prod-latest', version))
  }
  const release = {
    name: `20261101-080000-${version}-${commit.slice(0, 7)}`,
    version,
    commits: { backend: commit, frontend: commit },
    images: { backend: await image('backend'), frontend: await image('frontend') },
    madeAt: '2026-11-01T08:00:00.000Z',
    former: null,
    breaking: false,
  }
  const app = join(REPOSITORY, 'environments', 'server', 'app.yaml')
  await recordRelease(release, { app, settings: target.home.settings }, target.home, tools)
  await tools.files.link(join('releases', release.name), target.home.colour('blue'))
  return { colour: 'blue', release }
}

/** Gives the database the schema of this checkout as the backend's own migrations do. @returns the last of them */
export async function migrateByHand({ home }: Target): Promise<string> {
  const files: string[] = []
  for await (const file of glob('*.sql', { cwd: MIGRATIONS })) files.push(file)
  const texts = await Promise.all(files.sort().map(file => readFile(join(MIGRATIONS, file), 'utf8')))
  const names = files.map(file => basename(file, '.sql'))
  const table = 'create table kysely_migration (name varchar(255) primary key, timestamp varchar(255) not null);'
  const had = `insert into kysely_migration select name, now() from unnest('{${names.join(',')}}'::text[]) name;`
  await run(psql(home.database), { input: [table, ...texts, had].join('\n') })
  return names.at(-1) as string
}
