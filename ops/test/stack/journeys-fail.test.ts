import { writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { reached } from '../../../scripts/diagrams/reached.ts'
import type { RunningRelease } from '../../src/release/colours.ts'
import { openMailServer } from '../mail-server.ts'
import { openServing, publicHealth, serving } from './first-release.ts'
import { nodesOf, pathOf, stepOf } from './path-of.ts'
import { makeTickets } from './players.ts'
import { expectNobodyTurnedAway, visited } from './visitors.ts'

let mails: Awaited<ReturnType<typeof openMailServer>>
let production: Awaited<ReturnType<typeof openServing>>
let former: RunningRelease
beforeAll(async () => {
  mails = await openMailServer()
  production = await openServing('prod', { NOTIFY_EMAILS: 'exploitation@tiptop.test' })
  await makeTickets(production.server, 50)
  former = await serving(production.server)
  await writeFile(production.server.home.secret('smtp-url'), mails.url)
})
afterAll(async () => {
  await production?.server.close()
  await mails?.close()
})

test('a release in which no one can play is taken back by itself, without turning a visitor away [2.4/AO 2.4/AP 2.4/AM 2.4/AN 2.4/U 2.1/T 2.1/AA]', async () => {
  const { server, commit, first } = production
  await commit({ version: '1.1.0', backend: 'broken' })
  const { value: said, report } = await visited(server, () => server.tiptop('deploy', 'prod'))
  expect(said).toMatchObject({ exitCode: 20 })
  expectNobodyTurnedAway(report)
  expect(await serving(server)).toEqual(former)
  expect(await publicHealth(server)).toMatchObject({ code: 200, version: '1.0.0', commit: first })
  reached('2.4/U', '2.1/AA')
  const made = await server.lastRun()
  expect(made.state).toBe('undone')
  expect(pathOf(made, '2.4')).toEqual(expect.arrayContaining(nodesOf('2.4', 'AH AI AJ')))
  expect(stepOf(made, 'Essayer une participation')).toMatchObject({ state: 'failed', node: '2.4/AO' })
  expect(stepOf(made, 'Revenir à la version 1.0.0')).toMatchObject({ kind: 'undo', node: '2.4/AM', state: 'done' })
})

test('the accounts of the attempt are closed, and it has left nothing in the contest', async () => {
  const { server } = production
  expect(await server.sql('select count(*) from users where id < 0')).toBe('2')
  expect(await server.sql('select count(*) from users where id < 0 and access_until > now()')).toBe('0')
  expect(await server.sql('select count(*) from sessions where user_id < 0 and revoked_at is null')).toBe('0')
  expect(await server.sql('select count(*) from tickets where id > 0 and player_id is not null')).toBe('0')
})

test('the people on call read where it failed, why, and what was done about it', async () => {
  const { text } = mails.mails.at(-1) ?? { text: '' }
  expect(mails.mails.at(-1)?.to).toEqual(['exploitation@tiptop.test'])
  expect(text).toContain('Étape en échec : Essayer une participation [2.4/AO]')
  reached('2.4/AO')
  expect(text).toMatch(/Raison : POST https:\/\/tiptop\.test\/api\/plays : 500 au lieu de 201/)
  expect(text).toContain('Défait : Revenir à la version 1.0.0')
})
