import { afterEach, expect, test } from 'vitest'
import { type RecordingServer, recordingServer } from '../../../test/recording/recording-server.ts'
import type { Environment } from '../../environment/environment.ts'
import { archiveLines, joinArchive } from './join-archive.ts'

let server: RecordingServer
afterEach(() => server.close())

const AT = new Date('2026-11-23T03:12:05Z')

/** An archive that leads to five plays, and a database that a restoration has brought back to three. */
async function restored(environment: Environment, kind: 'copy' | 'moment') {
  server = await recordingServer(environment)
  server.model.databases.set('tiptop', { migrations: [], plays: 3 })
  server.model.archive = { from: AT, until: AT, last: AT, at: () => ({ migrations: [], plays: 5 }) }
  return () => server.run(step => joinArchive(step, { kind }, server.target, server.tools))
}

const archived = () => server.model.archive?.at(null).plays

test('after a restoration a base backup joins the archive to the database that came back [4.3/AN]', async () => {
  const join = await restored('prod', 'copy')
  const { ending, way } = await join()
  expect(ending.outcome).toBe('done')
  expect(way('4.3')).toBe('AN')
  expect(archived()).toBe(3)
})

test('a replay begins a timeline, so what joins it is a full base backup', async () => {
  for (const [kind, type] of [
    ['moment', /--type=full .*backup$/],
    ['copy', /--type=incr .*backup$/],
  ] as const) {
    const join = await restored('preprod', kind)
    // A full one of this week is there.
    server.tools.now = () => new Date('2026-11-23T08:00:00Z')
    expect((await join()).ending.outcome).toBe('done')
    expect(server.model.changes.filter(change => type.test(change))).toHaveLength(1)
    await server.close()
  }
})

test('an archive that cannot be joined fails its own run, and what was restored stays', async () => {
  const join = await restored('prod', 'moment')
  server.model.broken.push(/pgbackrest .* backup$/)
  const { ending } = await join()
  expect(ending).toMatchObject({ outcome: 'failed', error: { message: expect.stringContaining('n’est pas entière') } })
  expect(server.model.databases.get('tiptop')?.plays).toBe(3)
  expect(await server.state()).toMatchObject({ maintenance: false })
})

test('the plan of a replay says which moments are lost to it, and from when on moments can be restored again', () => {
  const now = new Date('2026-11-23T04:00:00Z')
  expect(archiveLines({ kind: 'moment', at: AT }, now).join('\n')).toMatch(
    /du 2026-11-23 03:12:05 UTC au 2026-11-23 04:00:00 UTC .*\n.*avant sa fin/,
  )
  expect(archiveLines({ kind: 'copy', at: AT }, now)).toEqual(['une sauvegarde de base suit, le site rouvert'])
})
