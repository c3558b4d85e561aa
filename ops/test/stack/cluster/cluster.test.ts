import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { waitUntil } from '../../../src/time/wait-until.ts'
import { REPOSITORY } from '../application.ts'
import { follow } from '../follow-runbook.ts'
import { type Cluster, startCluster } from './cluster.ts'
import { type PlayReport, startPlaying } from './load.ts'
import { type Platform, startPlatform } from './platform.ts'
import { whyNoCluster } from './programs.ts'

/** Players play for so long before and after what happens to the cluster. */
const CALM_PLAYS = 150
const FREEZE_MS = 45_000

const missing = await whyNoCluster()
if (missing) console.log(`  no cluster can run here, so nothing is proven of one: ${missing}`)

let cluster: Cluster
let platform: Platform
const acknowledged = new Map<string, string>()

/** Lets players play while this happens, until plays come again. @returns what they were told */
async function whilePlaying(name: string, happening: (leader: string) => Promise<unknown>): Promise<PlayReport> {
  const { name: leader } = await cluster.settled()
  const load = startPlaying(platform.url, platform.players, platform.codes)
  const played = (count: number) =>
    waitUntil(async () => load.report.acknowledged.size >= count, { everyMs: 200, withinMs: 240_000 })
  try {
    expect(await played(CALM_PLAYS)).toBe(true)
    await happening(leader)
    expect(await played(load.report.acknowledged.size + CALM_PLAYS)).toBe(true)
  } finally {
    await load.stop()
  }
  const { longestGapMs, statuses } = load.report
  console.log(
    `  ${name}: ${load.report.acknowledged.size} plays, longest gap ${(longestGapMs / 1000).toFixed(1)} s, ${JSON.stringify(statuses)}`,
  )
  for (const [code, prize] of load.report.acknowledged) acknowledged.set(code, prize)
  return load.report
}

/** Every play that was acknowledged is stored once, with its prize, and nothing else is; the chain holds what was noted. */
async function expectNothingLost({ statuses }: PlayReport, head: string): Promise<void> {
  const { stored, once } = await platform.playedOnce()
  expect(stored).toBe(once.length)
  expect(new Set(once)).toEqual(new Set([...acknowledged.keys()].map(code => code.replace('-', ''))))
  expect(Object.keys(statuses).filter(status => !/^(200|201|4\d\d|503|none)$/.test(status))).toEqual([])
  await platform.verifyTrail(head)
}

/** The head of the chain, as someone outside the database notes it. The first events wait for their seal. */
async function notedHead(): Promise<string> {
  const head = await waitUntil(() => platform.verifyTrail(), { everyMs: 500, withinMs: 60_000 })
  if (!head) throw new Error('no event of the trail was sealed')
  return head.hash
}

const timelineOf = async () => (await cluster.settled()).member.timeline

describe.skipIf(missing)('three machines', () => {
  beforeAll(async () => {
    cluster = await startCluster()
    platform = await startPlatform(cluster.root, cluster.ownerUrl)
  })

  afterAll(async () => {
    await platform?.stop()
    await cluster?.close()
  })

  test('the primary gives its place to a replica, and no play is lost or doubled', async () => {
    const hash = await notedHead()
    const report = await whilePlaying('switchover', () => follow('database-failover', operator()))
    await expectNothingLost(report, hash)
  })

  test('the machine of the primary freezes for 45 seconds and wakes as a replica: no play is lost or doubled', async () => {
    const hash = await notedHead()
    const before = await timelineOf()
    const report = await whilePlaying('freeze', async leader => {
      await cluster.network.signal(leader, 'SIGSTOP')
      await new Promise(resolve => setTimeout(resolve, FREEZE_MS))
      await cluster.network.signal(leader, 'SIGCONT')
      expect((await cluster.settled()).name).not.toBe(leader)
    })
    expect(await timelineOf()).toBeGreaterThan(before)
    await expectNothingLost(report, hash)
  })

  test('the machine of the primary dies with its data and a new one takes its place: no play is lost or doubled', async () => {
    const hash = await notedHead()
    const report = await whilePlaying('crash', async leader => {
      await cluster.network.signal(leader, 'SIGKILL')
      await anotherThan(leader)
      await cluster.emptyMachine(leader)
      await follow(
        'machine-lost',
        { ...operator(), MACHINE: leader },
        {
          'status "$ENVIRONNEMENT"\n': () => cluster.startMachine(leader),
        },
      )
    })
    await expectNothingLost(report, hash)
  })

  test('the cable of the primary is pulled: the two others go on, it comes back as a replica, no play is lost or doubled', async () => {
    const hash = await notedHead()
    const report = await whilePlaying('cut network', async leader => {
      await cluster.network.cut(leader)
      await anotherThan(leader)
      await follow('split-network', operator(), {
        'status "$ENVIRONNEMENT"\n': async () => {
          await cluster.network.join(leader)
          await cluster.settled()
        },
      })
    })
    await expectNothingLost(report, hash)
  })
})

/** What an operator has in their terminal before they follow a runbook. */
const operator = () => ({ ...process.env, ...cluster.env, OUTILS: REPOSITORY })

async function anotherThan(leader: string): Promise<void> {
  const isAnother = async () => {
    const { leader: now } = await cluster.status()
    return now !== null && now.name !== leader
  }
  expect(await waitUntil(isAnother, { everyMs: 1_000, withinMs: 120_000 })).toBe(true)
}
