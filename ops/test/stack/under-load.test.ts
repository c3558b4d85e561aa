import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { reached } from '../../../scripts/diagrams/reached.ts'
import { startLoad } from './load.ts'
import { openTab, ownScripts } from './open-tab.ts'
import { makeTickets, registerPlayers } from './players.ts'
import { openServer, type Server } from './server.ts'

let server: Server
let codes: string[]
let cookies: string[]
beforeAll(async () => {
  server = await openServer('prod')
  await server.install()
  await server.repository.commit({ version: '1.0.0', files: ownScripts('-a') })
  await server.must('deploy', 'prod')
  codes = await makeTickets(server, 20_000)
  cookies = await registerPlayers(server, 8)
})
afterAll(() => server.close())

/** Visitors and players who are there while this happens. */
async function during<T>(happening: () => Promise<T>) {
  const { home, settings } = await server.target()
  const load = startLoad({
    web: settings.NEXT_PUBLIC_WEB_URL,
    api: settings.NEXT_PUBLIC_API_URL,
    through: { host: '127.0.0.1', port: settings.HTTPS_PORT },
    ca: await readFile(join(home.tls, 'fullchain.pem'), 'utf8'),
    visitors: { http1: 8, http2: 4 },
    restMs: 40,
    plays: { cookies, codes: codes.splice(0, 5_000) },
  })
  try {
    return { value: await happening(), ...(await load.stop()) }
  } finally {
    await load.stop()
  }
}

const played = () => server.sql('select count(*) from tickets where id > 0 and player_id is not null').then(Number)

/**
 * No player was refused or cut, there was no pause, and each play that was answered is in the database. `npm run
 * bench:deploy` asks for less than a second; a machine that runs other tests beside this one may be slower.
 */
async function expectNothingLost(report: Awaited<ReturnType<typeof during>>, playedBefore: number) {
  expect(report.firstFailures).toEqual([])
  expect(report).toMatchObject({ failed: 0 })
  expect(report.total).toBeGreaterThan(500)
  expect(report.longestGapMs).toBeLessThan(10_000)
  expect(await played()).toBe(playedBefore + (report.byStatus['POST /plays 201'] ?? 0))
}

test('a deployment loses no view and no play, and open tabs keep their scripts [2.4/AG 2.4/AH]', async () => {
  const { web } = await server.outside()
  const { settings } = await server.target()
  const tab = await openTab(web, `${settings.NEXT_PUBLIC_WEB_URL}/`)
  expect(tab.files.filter(file => file.includes('-a.js'))).toHaveLength(1)
  const before = await played()
  await server.repository.commit({ version: '1.1.0', files: ownScripts('-b') })
  const report = await during(() => server.must('deploy', 'prod'))
  await expectNothingLost(report, before)
  expect(await tab.missing()).toEqual([])
  const now = await openTab(web, `${settings.NEXT_PUBLIC_WEB_URL}/`)
  expect(now.files.filter(file => file.includes('-b.js'))).toHaveLength(1)
})

test('a rollback loses no view and no play', async () => {
  const before = await played()
  const report = await during(() => server.must('rollback', 'prod', '--yes'))
  await expectNothingLost(report, before)
})

test('a release that never gets healthy loses no view and no play', async () => {
  const before = await played()
  await server.repository.commit({ version: '1.2.0', backend: 'dead' })
  const report = await during(() => server.tiptop('deploy', 'prod'))
  expect(report.value.exitCode).toBe(20)
  await expectNothingLost(report, before)
})

test('a release that another one answers for is taken back, and loses no view and no play [2.4/AL 2.4/AM 2.4/AN]', async () => {
  const before = await played()
  await server.repository.commit({ version: '1.3.0', backend: 'lying' })
  const report = await during(() => server.tiptop('deploy', 'prod'))
  expect(report.value.exitCode).toBe(20)
  await expectNothingLost(report, before)
  reached('2.4/AL')
})
