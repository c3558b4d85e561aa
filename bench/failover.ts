import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { waitUntil } from '../ops/src/time/wait-until.ts'
import { startCluster } from '../ops/test/stack/cluster/cluster.ts'
import { type PlayReport, startPlaying } from '../ops/test/stack/cluster/load.ts'
import { type Platform, startPlatform } from '../ops/test/stack/cluster/platform.ts'
import { whyNoCluster } from '../ops/test/stack/cluster/programs.ts'
import { startPostgres } from '../scripts/embedded-postgres.ts'
import { report } from './report.ts'

/**
 * Measures how long players wait while a cluster of three changes its primary, on purpose, because it froze and because it
 * died, beside a restart of one server.
 */
const CALM_MS = 5_000
const FREEZE_MS = 45_000
const LONGEST_GAP_MS = { planned: 8_000, crash: 30_000 }

type Measured = PlayReport & { missing: number }

const missing = await whyNoCluster()
if (missing) throw new Error(missing)

const phases: Record<string, Measured> = {}
const one = await mkdtemp(join(tmpdir(), 'tiptop-bench-'))
const postgres = await startPostgres(join(one, 'postgres'))
await withPlatform(one, postgres.url, async platform => {
  phases['one server, restart'] = await during(platform, async () => {
    await postgres.stop()
    await startPostgres(join(one, 'postgres'), { port: String(postgres.port) })
  })
})
await postgres.stop()
await rm(one, { recursive: true, force: true })

const cluster = await startCluster()
try {
  await withPlatform(cluster.root, cluster.ownerUrl, async platform => {
    phases.switchover = await during(platform, () => cluster.must('switchover', 'prod', '--yes'))
    phases.freeze = await during(platform, async () => {
      const { name } = await cluster.settled()
      await cluster.network.signal(name, 'SIGSTOP')
      await wait(FREEZE_MS)
      await cluster.network.signal(name, 'SIGCONT')
      await cluster.settled()
    })
    phases.crash = await during(platform, async () => {
      const { name } = await cluster.settled()
      await cluster.network.signal(name, 'SIGKILL')
      const another = async () => ![undefined, name].includes((await cluster.status()).leader?.name)
      await waitUntil(another, { everyMs: 1_000, withinMs: 120_000 })
      await cluster.startMachine(name)
      await cluster.settled()
    })
  })
} finally {
  await cluster.close()
}

const gap = (name: string) => phases[name]?.longestGapMs ?? Number.POSITIVE_INFINITY
const lost = Object.values(phases).reduce((sum, { missing }) => sum + missing, 0)
await report({
  name: 'failover',
  figures: Object.fromEntries(Object.entries(phases).flatMap(([name, phase]) => linesOf(name, phase))),
  ratio: gap('crash') / gap('one server, restart'),
  target: 'no play missing, gaps ≤ 8 s (switchover) and ≤ 30 s (freeze, crash)',
  holds:
    lost === 0 &&
    gap('switchover') <= LONGEST_GAP_MS.planned &&
    Math.max(gap('freeze'), gap('crash')) <= LONGEST_GAP_MS.crash,
})

async function withPlatform(folder: string, url: string, work: (platform: Platform) => Promise<void>): Promise<void> {
  const platform = await startPlatform(folder, url)
  await work(platform).finally(platform.stop)
}

async function during(platform: Platform, happening: () => Promise<unknown>): Promise<Measured> {
  const load = startPlaying(platform.url, platform.players, platform.codes)
  try {
    await wait(CALM_MS)
    await happening()
    await wait(CALM_MS)
  } finally {
    await load.stop()
  }
  const stored = new Set((await platform.playedOnce()).once)
  const missing = [...load.report.acknowledged.keys()].filter(code => !stored.has(code.replace('-', ''))).length
  return { ...load.report, missing }
}

function linesOf(
  name: string,
  { acknowledged, statuses, longestGapMs, missing }: Measured,
): [string, string | number][] {
  const { 200: again = 0, 201: _, ...others } = statuses
  return [
    [`${name}: plays`, acknowledged.size],
    [`${name}: longest gap ms`, longestGapMs],
    [`${name}: refused, then tried again`, Object.values(others).reduce((sum, count) => sum + count, 0)],
    [`${name}: stored already when tried again`, again],
    [`${name}: acknowledged and missing`, missing],
  ]
}
