import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { appProject } from '../ops/src/environment/compose-projects.ts'
import type { Home } from '../ops/src/environment/home.ts'
import { runningRelease } from '../ops/src/release/colours.ts'
import { run } from '../ops/test/machine/run.ts'
import { type Report as LoadReport, startLoad } from '../ops/test/stack/load.ts'
import startMachine, { type Machine } from '../ops/test/stack/machine.ts'
import { openTab, ownScripts } from '../ops/test/stack/open-tab.ts'
import { makeTickets, registerPlayers } from '../ops/test/stack/players.ts'
import { openServer, type Server } from '../ops/test/stack/server.ts'
import { report } from './report.ts'

/**
 * Measures how many requests of visitors and players fail while releases change on real containers, and the longest
 * time without an answer. Compares it with `docker compose up -d --force-recreate` of the same release, on the same
 * machine in the same run.
 */
const VISITORS = { http1: 24, http2: 8 }
const REST_MS = 50
const PLAYERS = 16
const CODES = 20_000
const LONGEST_GAP_MS = 1_000

let machine: Machine | undefined
const closeMachine = await startMachine({ provide: (_name: string, value: Machine) => (machine = value) } as never)
const server = await openServer('prod', {}, machine)
try {
  await server.install()
  await deploy({ version: '1.0.0', files: ownScripts('-a') })
  const plays = { cookies: await registerPlayers(server, PLAYERS), codes: await makeTickets(server, 5 * CODES) }
  const { web } = await server.outside()
  const tab = await openTab(web, `${(await server.target()).settings.NEXT_PUBLIC_WEB_URL}/`)

  const ours = {
    deploy: await during(plays, () => deploy({ version: '1.1.0', files: ownScripts('-b') })),
    'failed deploy': await during(plays, () => deploy({ version: '1.2.0', backend: 'lying' }, 20)),
    'deploy that never starts': await during(plays, () => deploy({ version: '1.3.0', backend: 'dead' }, 20)),
    rollback: await during(plays, () => server.must('rollback', 'prod', '--yes')),
  }
  const missing = await tab.missing()
  const plain = await during(plays, () => recreate(server))

  const all = Object.values(ours)
  const failed = all.reduce((sum, { failed }) => sum + failed, 0)
  const longest = Math.max(...all.map(({ longestGapMs }) => longestGapMs))
  for (const [name, phase] of Object.entries(ours)) tellLost(name, phase)
  await report({
    name: 'deploy',
    figures: {
      ...Object.fromEntries(Object.entries(ours).flatMap(([name, phase]) => linesOf(name, phase))),
      ...Object.fromEntries(linesOf('up -d --force-recreate', plain)),
      'scripts of an open tab that are gone': `${missing.length} of ${tab.files.length}`,
    },
    ratio: failed / plain.failed,
    target: `0 × the failures of --force-recreate, gaps < ${LONGEST_GAP_MS} ms, no script gone`,
    holds: failed === 0 && longest < LONGEST_GAP_MS && missing.length === 0,
  })
} finally {
  await server.close()
  await closeMachine()
}

type Change = Parameters<Server['repository']['commit']>[0]

async function deploy(change: Change, expected = 0): Promise<void> {
  await server.repository.commit(change)
  const { exitCode, out, err } = await server.tiptop('deploy', 'prod')
  if (exitCode !== expected) throw new Error(`deploy ended with ${exitCode}, and not ${expected}:\n${out}\n${err}`)
}

/** Starts the serving release again as the diagrams do. */
async function recreate({ home }: Server): Promise<void> {
  const running = await runningRelease(home)
  if (!running) throw new Error('Nothing serves.')
  const { command, env } = appProject(home, running.colour, running.release.images)
  await run(command('up', '--detach', '--force-recreate', '--wait'), { env })
}

async function during(plays: { cookies: string[]; codes: string[] }, happening: () => Promise<unknown>) {
  const { home, settings } = await server.target()
  const load = startLoad({
    web: settings.NEXT_PUBLIC_WEB_URL,
    api: settings.NEXT_PUBLIC_API_URL,
    through: { host: '127.0.0.1', port: settings.HTTPS_PORT },
    ca: await readFile(join(home.tls, 'fullchain.pem'), 'utf8'),
    visitors: VISITORS,
    restMs: REST_MS,
    plays: { cookies: plays.cookies, codes: plays.codes.splice(0, CODES) },
  })
  const [startedAt, since] = [performance.now(), new Date()]
  let seconds = 0
  try {
    await happening()
    seconds = (performance.now() - startedAt) / 1000
  } finally {
    await load.stop()
  }
  const report = load.report()
  return { ...report, seconds, nginxErrors: report.failed ? await nginxErrors(home, since) : [] }
}

/** What nginx itself reported since then: why it gave up a request. */
async function nginxErrors(home: Home, since: Date): Promise<string[]> {
  const lines: string[] = []
  const command = ['docker', 'logs', `--since=${since.toISOString()}`, `${home.stack}-infra-nginx-1`] as const
  await run(command, { onLine: line => lines.push(line) })
  return lines.filter(line => / \[(warn|error|crit|alert|emerg)\] /.test(line))
}

type Phase = LoadReport & { seconds: number; nginxErrors: string[] }

/** Prints each lost request with its reason, as the client and as nginx saw it. */
function tellLost(name: string, { failed, firstFailures, nginxErrors }: Phase): void {
  if (failed === 0) return
  console.log(`${name}: ${failed} lost`)
  for (const line of firstFailures) console.log(`  ${line}`)
  for (const line of nginxErrors.slice(0, firstFailures.length)) console.log(`  nginx: ${line}`)
}

function linesOf(name: string, { failed, total, longestGapMs, seconds }: Phase): [string, string | number][] {
  return [
    [`${name}: failed of all`, `${failed} of ${total}`],
    [`${name}: longest gap ms`, longestGapMs],
    [`${name}: seconds`, seconds.toFixed(1)],
  ]
}
