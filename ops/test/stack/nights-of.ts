import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inject } from 'vitest'
import { type Backup, listBackups } from '../../src/archive/backups.ts'
import { scratchOf } from '../../src/archive/database/scratch.ts'
import type { DiagramNode } from '../../src/diagrams/diagram-nodes.ts'
import { backUpNightly, type NightlyBackupRequest } from '../../src/night/nightly.ts'
import { delivery } from '../../src/night/sending/send-pieces.ts'
import { runProcedure, type Step } from '../../src/procedure/procedure.ts'
import { recordRelease } from '../../src/release/activate.ts'
import { repositoryOf } from '../../src/release/image-names.ts'
import { digestsOf, logIn, pushImage } from '../../src/tools/docker.ts'
import { psql } from '../../src/tools/postgres.ts'
import { run } from '../machine/run.ts'
import { record } from '../record.ts'
import { REPOSITORY } from './application.ts'
import type { Server } from './server.ts'
import { until } from './waiting.ts'

/** A release that serves, with images that the engine and the registry have, of a few bytes each. */
export async function serveSmallImages(server: Server, version = '1.0.0') {
  const [target, tools] = [await server.target(), await server.outside()]
  const { registry, registryUser, registryPassword } = inject('machine')
  await run(logIn(registry, registryUser), { input: registryPassword })
  const image = async (piece: 'backend' | 'frontend') => {
    const repository = repositoryOf(target.settings.REGISTRY, piece)
    const name = `${repository.host}/${repository.path}:${version}`
    const folder = join(server.home.folder, '..', 'image')
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'says'), `${piece} ${version} of ${server.home.stack}`)
    await run(['tar', '--create', '--file', join(folder, 'layer.tar'), '--directory', folder, 'says'])
    await run(['docker', 'import', join(folder, 'layer.tar'), name])
    await run(pushImage(name))
    const digests = (await run(digestsOf(name))).split('\n')
    return digests.find(line => line.includes(`${repository.path}@`)) ?? ''
  }
  const release = {
    name: `20261101-080000-${version}-0000000`,
    version,
    former: null,
    breaking: false,
    commits: { backend: '0'.repeat(40), frontend: '0'.repeat(40) },
    images: { backend: await image('backend'), frontend: await image('frontend') },
    madeAt: '2026-11-01T08:00:00.000Z',
  }
  const app = join(REPOSITORY, 'environments', 'server', 'app.yaml')
  await recordRelease(release, { app, settings: target.home.settings }, target.home, tools)
  await tools.files.link(join('releases', release.name), target.home.colour('blue'))
  return release
}

/** Removes what {@link serveSmallImages} gave the engine. */
export async function removeSmallImages(server: Server): Promise<void> {
  const { settings } = await server.target()
  const ids = await run(['docker', 'images', '--quiet', `${settings.REGISTRY}/*`])
  for (const id of new Set(ids.split('\n').filter(Boolean))) await run(['docker', 'rmi', '--force', id])
}

type How = Partial<Pick<NightlyBackupRequest, 'stores' | 'tools' | 'delivery' | 'makeRoom' | 'clean' | 'pausesMs'>> & {
  before?: Partial<Record<DiagramNode, () => Promise<unknown>>>
  signal?: AbortSignal
}

/** Makes the backup of a night in this process, with something happening right before a step. */
export async function backUp(server: Server, { before = {}, signal, ...own }: How = {}) {
  const [target, tools] = [await server.target(), await server.outside()]
  const seen = record()
  const ending = await runProcedure<Backup>({ ...seen, signal: signal ?? new AbortController().signal }, engine => {
    const step: Step = (where, title, act, more) => {
      const first = (typeof where === 'string' ? where : where[0]) as DiagramNode
      const interrupted: typeof act = async at => {
        await before[first]?.()
        return act(at)
      }
      return engine(where, title, interrupted, more)
    }
    const job: NightlyBackupRequest = {
      target,
      tools,
      delivery,
      stores: [],
      pausesMs: [10, 10],
      makeRoom: async () => [],
      clean: async () => [],
      ...own,
    }
    return backUpNightly(step, job)
  })
  return { ending, path: seen.steps().filter(line => !line.endsWith('started')) }
}

/** A client that writes into the table `visits` until {@link stop}, a row a transaction. */
export async function keepWriting({ home, sql }: Server) {
  await sql(
    'create table if not exists visits (id bigint generated always as identity, said text default gen_random_uuid())',
  )
  const [program, ...args] = psql(home.database)
  const session = spawn(program, args, { stdio: ['pipe', 'ignore', 'ignore'] })
  session.stdin.end(`set application_name = 'visitor';
    do $$ begin loop
      insert into visits default values;
      update visits set said = gen_random_uuid() where id = (random() * 1000)::int;
      commit;
    end loop; end $$;\n`)
  const rows = async () => Number(await sql('select count(*) from visits'))
  await until(async () => (await rows()) > 100)
  return {
    rows,
    async stop() {
      const ended = once(session, 'close')
      await sql("select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = 'visitor'")
      await ended
    },
  }
}

/** A `docker` that puts these options behind `pg_dump`, so many times; then it is the real one. @returns the PATH with it */
export async function withOtherDumps(server: Server, options: string, times = 1): Promise<string> {
  const folder = join(server.home.folder, '..', 'programs')
  await mkdir(folder, { recursive: true })
  const real = await run(['which', 'docker'])
  const count = join(folder, 'count')
  await writeFile(count, '0')
  await writeFile(
    join(folder, 'docker'),
    `#!/bin/bash
args=("$@")
if [[ "\${args[3]}" == pg_dump ]] && (( $(<${count}) < ${times} )); then
  echo $(( $(<${count}) + 1 )) >${count}
  exec ${real} "\${args[@]:0:4}" ${options} "\${args[@]:4}"
fi
exec ${real} "\${args[@]}"
`,
  )
  await chmod(join(folder, 'docker'), 0o755)
  return `${folder}:${process.env.PATH}`
}

/** What a backup that fails leaves as it was. */
export async function traces(server: Server) {
  const { home, env, sql } = server
  const names = await readdir(env.TIPTOP_BACKUPS, { recursive: true }).catch(() => [])
  const scratch = ['docker', 'ps', '--all', '--quiet', '--filter', `name=^${scratchOf(home)}$`] as const
  return {
    files: names.filter(name => /\.(dump|tar|gz|json|partial|tmp|sql)$/.test(name)).toSorted(),
    whole: (await listBackups(home)).map(({ name }) => name),
    scratch: await run([...scratch]),
    sessions: await sql("select count(*) from pg_stat_activity where application_name like 'tiptop-%'"),
  }
}

export async function readJson(file: string) {
  return JSON.parse(await readFile(file, 'utf8'))
}
