import { readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { commitNamed, deployOn } from '../../../test/recording/deploying.ts'
import { type RecordingServer, recordingServer } from '../../../test/recording/recording-server.ts'
import { listRollbackPoints } from '../../archive/rollback-points/points.ts'
import { findOrigin, NEWEST, type OriginRequest } from './origin.ts'
import { restoreInPlace } from './restore-in-place.ts'

let server: RecordingServer
/** A release serves with five plays. The WAL of four hours and a half is archived, in five segments. */
beforeEach(async () => {
  server = await recordingServer('prod')
  for (const [name, version] of Object.entries({ a: '1.0.0', b: '1.1.0' })) {
    server.commit(commitNamed(name), { version })
    await deployOn(server, commitNamed(name))
  }
  server.model.databases.set('tiptop', { migrations: ['0001-first'], plays: 5 })
  await writeFile(server.target.home.secret('database-url'), 'postgres://tiptop_application:demo@postgres:5432/tiptop')
  const [from, until, last] = [
    new Date('2026-11-23T02:00:00Z'),
    new Date('2026-11-23T07:00:00Z'),
    new Date('2026-11-23T07:30:00Z'),
  ]
  server.model.archive = { from, until, last, at: () => ({ migrations: ['0001-first'], plays: 4 }) }
  server.model.changes.length = 0
})
afterEach(() => server.close())

const MOMENT: OriginRequest = { point: null, to: new Date('2026-11-23T06:00:00Z') }
const NEWEST_COPY: OriginRequest = { point: NEWEST, to: null }

async function restore(request: OriginRequest, meanwhile = async () => {}, full = false) {
  const { target, tools } = server
  const origin = await findOrigin(target, request, tools)
  await meanwhile()
  return server.run(step => restoreInPlace(step, { origin, full }, target, tools))
}

async function flip(file: string): Promise<void> {
  const content = await readFile(file)
  content[content.length >> 1] = (content[content.length >> 1] ?? 0) ^ 1
  await writeFile(file, content)
}

test('WAL with a hole is refused while the site is open, with the last good moment and what it would lose', async () => {
  const before = await server.state()
  if (server.model.archive) server.model.archive.damage = (_, segment, content) => (/4$/.test(segment) ? null : content)
  const { ending } = await restore(MOMENT)
  expect(ending).toMatchObject({
    outcome: 'failed',
    error: {
      code: 'damaged',
      message: expect.stringMatching(/segment 0{7}10{15}4 manque.*À ce moment :\n.*5 participation\(s\)/s),
      hint: expect.stringContaining('--to "2026-11-23 04:29:59.'),
    },
  })
  expect(server.model.changes).toEqual([])
  expect(await server.state()).toEqual(before)
})

test('PostgreSQL that ends before it has replayed all WAL is no success: the site stays closed', async () => {
  const { archive } = server.model
  if (archive) archive.replayedTo = 4.5
  const { ending } = await restore({ point: null, to: new Date('2026-11-23T07:30:00Z') })
  expect(ending).toMatchObject({ outcome: 'stuck', error: { message: expect.stringContaining('s’est arrêté avant') } })
  expect(await server.state()).toMatchObject({ maintenance: true })
})

test.each<[string, (file: string) => Promise<void>, RegExp]>([
  ['a bit of it is another', flip, /son empreinte a changé/],
  ['it is cut', file => truncate(file, 5), /a 5 octets au lieu de/],
  ['it is gone', file => rm(file), /database\.dump manque/],
])('a copy is looked at before the site is closed: %s', async (_, damage, words) => {
  const [point] = await listRollbackPoints(server.target.home)
  const before = await server.state()
  const { ending } = await restore(NEWEST_COPY, () => damage(join(point?.folder ?? '', 'database.dump')))
  expect(ending).toMatchObject({ outcome: 'failed', error: { code: 'damaged', message: expect.stringMatching(words) } })
  expect(server.model.changes).toEqual([])
  expect(await server.state()).toMatchObject({ maintenance: false, running: before.running })
})

test('a configuration that is another since is refused where it would come back, and does not keep the database from it', async () => {
  const [point] = await listRollbackPoints(server.target.home)
  const damage = () => flip(join(point?.folder ?? '', 'settings.env'))
  expect((await restore(NEWEST_COPY, damage, true)).ending).toMatchObject({
    outcome: 'failed',
    error: { message: expect.stringContaining("settings.env n'a pas le contenu qui fut noté") },
  })
  expect(server.model.changes).toEqual([])
  expect((await restore(NEWEST_COPY)).ending).toMatchObject({ outcome: 'done' })
})

test('a copy of another environment is refused by its name', async () => {
  const { home } = server.target
  const [point] = await listRollbackPoints(home)
  const file = join(point?.folder ?? '', 'versions.json')
  await writeFile(file, (await readFile(file, 'utf8')).replace('"environment": "prod"', '"environment": "dev"'))
  await expect(restore({ point: point?.tag ?? '', to: null })).rejects.toMatchObject({
    code: 'refused',
    message: expect.stringContaining('est de dev'),
  })
  expect(server.model.changes).toEqual([])
})

test('a copy that pg_restore cannot read to its end is refused before the site is closed', async () => {
  server.model.broken.push(/pg_restore --file/)
  const { ending } = await restore(NEWEST_COPY)
  expect(ending).toMatchObject({
    outcome: 'failed',
    error: { message: expect.stringContaining('pg_restore ne peut pas relire') },
  })
  expect(server.model.changes).toEqual([])
})
