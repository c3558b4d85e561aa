import { join } from 'node:path'
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'
import { LongLast } from '../machine/long-last.ts'

const scenarios = 'ops/test/stack/**/*.test.ts'
/**
 * What takes a minute and more each because it kills, waits for time-outs, keeps a load on, or brings databases and servers
 * back. They come last: when time runs short in CI, those whose turn has not come are skipped, by name.
 */
const long = [
  'killed',
  'cut-connection',
  'nightly-killed',
  'nightly-fails',
  'never-healthy',
  'breaking-migration',
  'under-load',
  'diagnose',
  'rollback-full',
  'rollback-configuration',
  'restore-in-place',
  'restore-preprod-dev',
  'rebuild',
  'rehearse',
  'stores-verify',
  'physical/archive',
  'physical/point-in-time',
].map(name => `ops/test/stack/${name}.test.ts`)
/** Joining and leaving a swarm cuts off whatever other containers are talking to. */
const alone = ['ops/test/stack/environments/swarm.test.ts']

/** These need no engine: cluster/vitest.config.ts runs them before one is started. */
const ownMachines = ['ops/test/stack/cluster/*.test.ts']

/** Tests on real containers, two files at a time: each has a server of its own, and waits for most of its time. */
export default defineConfig({
  root: join(import.meta.dirname, '..', '..', '..'),
  test: {
    globalSetup: ['ops/test/stack/machine.ts'],
    maxWorkers: 2,
    sequence: { sequencer: LongLast },
    projects: [
      group('alone', 0, { include: alone }),
      group('scenarios', 1, { include: [scenarios], exclude: [...alone, ...long, ...ownMachines] }),
      group('long', 1, { include: long, runner: 'ops/test/machine/unless-late.ts' }),
    ],
  },
})

/** Groups follow one another, in this order. */
function group(name: string, groupOrder: number, files: { include: string[]; exclude?: string[]; runner?: string }) {
  const patience = { testTimeout: 600_000, hookTimeout: 600_000 }
  const setupFiles = ['scripts/diagrams/prove-titles.ts']
  const test = { name, pool: 'forks', sequence: { groupOrder }, setupFiles, ...patience, ...files } as const
  return { test } satisfies TestProjectInlineConfiguration
}
