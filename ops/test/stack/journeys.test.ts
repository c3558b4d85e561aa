import { afterAll, beforeAll, expect, test } from 'vitest'
import { runProcedure } from '../../src/procedure/procedure.ts'
import { runningRelease } from '../../src/release/colours.ts'
import { basicJourneys } from '../../src/release/journeys/journeys.ts'
import { openVerification } from '../../src/release/journeys/verification.ts'
import type { Release } from '../../src/release/release.ts'
import { record } from '../record.ts'
import { openServer, type Server } from './server.ts'

let server: Server
let release: Release
beforeAll(async () => {
  server = await openServer('prod')
  await server.install()
  await server.repository.commit({ version: '1.0.0' })
  await server.must('deploy', 'prod')
  const running = await runningRelease(server.home)
  if (!running) throw new Error('The deployment left nothing that serves.')
  release = running.release
})
afterAll(() => server.close())

async function tryIt() {
  const [target, tools] = [await server.target(), await server.outside()]
  const seen = record()
  const path = { health: '4.3/AP', signIn: '4.3/AQ', play: '4.3/AR', handOver: '4.3/AS' } as const
  const ending = await runProcedure({ ...seen, signal: new AbortController().signal }, step =>
    basicJourneys(step, path, { release, target, tools }),
  )
  return { ending, ...seen }
}

test('the journeys sign in, play and hand over on the release that serves, and leave no account that may sign in [2.4/AO 4.3/AP 4.3/AQ 4.3/AR 4.3/AS]', async () => {
  const { ending, steps } = await tryIt()
  expect(ending).toEqual({ outcome: 'done', value: undefined })
  expect(steps().filter(line => line.endsWith('failed'))).toEqual([])
  const claimed = 'select count(*) from tickets where id < 0 and claimed_at is not null'
  // Once by the deployment itself, once now.
  expect(await server.sql(claimed)).toBe('2')
  expect(await server.sql('select count(*) from tickets where id > 0')).toBe('0')
  expect(await server.sql('select count(*) from users where access_until > now()')).toBe('0')
})

test('an account of a verification that was never closed cannot sign in under another password, nor stay', async () => {
  const [target, tools] = [await server.target(), await server.outside()]
  const { player } = await openVerification({ release, target, tools }, new AbortController().signal)
  const url = `${target.settings.NEXT_PUBLIC_API_URL}/auth/login`
  await tools.web.send(url, { body: player, expect: 200 })
  await tools.web.send(url, { body: { ...player, password: 'autre chose' }, expect: 401 })
  expect(await server.sql("select max(access_until) < now() + interval '11 minutes' from users")).toBe('t')
})

test('maintenance closes the site to all but the operator, who can try what is behind it [4.3/S 4.3/AC]', async () => {
  const [{ settings }, { web }] = [await server.target(), await server.outside()]
  const [site, api] = [`${settings.NEXT_PUBLIC_WEB_URL}/`, `${settings.NEXT_PUBLIC_API_URL}/health`]
  await server.must('maintenance', 'on', 'prod', '--reason', 'essai')
  const page = await web.read(site, { asVisitor: true })
  expect(page).toMatchObject({ status: 503, body: expect.stringContaining('Le thé infuse') })
  expect(await web.read(api, { asVisitor: true })).toMatchObject({
    status: 503,
    body: expect.stringContaining('service-unavailable'),
  })
  expect(await web.read(api)).toMatchObject({ status: 200 })
  expect(await tryIt()).toMatchObject({ ending: { outcome: 'done' } })
  expect((await server.must('maintenance', 'status', 'prod')).out).toContain('par exploitant : essai')
  await server.must('maintenance', 'off', 'prod')
  expect(await web.read(site, { asVisitor: true })).toMatchObject({ status: 200 })
})
