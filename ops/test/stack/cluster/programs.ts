import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { installMissing, unpackFromTrixie } from '../../machine/debian.ts'
import { CACHE } from '../../machine/engine.ts'
import { run } from '../../machine/run.ts'

/** The programs of a cluster, and the packages of Debian that have them. */
const PROGRAMS = {
  '/usr/bin/etcd': 'etcd-server',
  '/usr/sbin/haproxy': 'haproxy',
  '/usr/sbin/ip': 'iproute2',
  '/usr/bin/openssl': 'openssl',
  '/usr/bin/pgbackrest': 'pgbackrest',
  '/usr/lib/postgresql/15/bin/postgres': 'postgresql-15',
  ...Object.fromEntries(
    ['psycopg2', 'etcd', 'urllib3', 'idna', 'yaml', 'click', 'prettytable', 'psutil', 'dateutil'].map(name => [
      `/usr/lib/python3/dist-packages/${name}`,
      `python3-${name}`,
    ]),
  ),
}
const PATRONI = join(CACHE, 'patroni', 'usr', 'lib', 'python3', 'dist-packages')

export const POSTGRES = '/usr/lib/postgresql/15/bin'

/**
 * Makes sure that a cluster can run here. Patroni comes from Debian trixie: bookworm's loses plays, as
 * docs/decisions/cluster.md tells.
 * @returns null, or why it cannot: it takes root, Debian and its packages, and a kernel that gives network namespaces
 */
export async function whyNoCluster(): Promise<string | null> {
  // Nothing that is installed here may start by itself.
  process.env.RUNLEVEL ??= '1'
  try {
    await installMissing(PROGRAMS, ['/'])
    if (!existsSync(PATRONI)) await fetchPatroni()
    const probe = `tiptop-probe-${process.pid}`
    await run(['ip', 'netns', 'add', probe])
    await run(['ip', 'netns', 'delete', probe])
    return null
  } catch (error) {
    return (error as Error).message
  }
}

async function fetchPatroni(): Promise<void> {
  await mkdir(CACHE, { recursive: true })
  const unpacked = await mkdtemp(join(CACHE, 'patroni-'))
  await unpackFromTrixie(['patroni'], unpacked)
  await rename(unpacked, join(CACHE, 'patroni')).catch(() => rm(unpacked, { recursive: true }))
}

/** Copies Patroni where the user `postgres` may read it, unlike the cache of root. @returns what Python needs to find it */
export async function copyPatroni(folder: string): Promise<{ PYTHONPATH: string }> {
  await cp(PATRONI, folder, { recursive: true })
  return { PYTHONPATH: folder }
}
