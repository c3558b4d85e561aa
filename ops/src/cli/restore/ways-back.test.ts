import { afterEach, expect, test } from 'vitest'
import { commitNamed, deployOn } from '../../../test/recording/deploying.ts'
import { type RecordingServer, recordingServer } from '../../../test/recording/recording-server.ts'
import { findOrigin, NEWEST } from '../../restore/in-place/origin.ts'
import { otherWayLines, waysBack } from './ways-back.ts'

let server: RecordingServer
afterEach(() => server.close())

/** A release that serves with five plays, a copy from before it, and an archive until seven. */
async function serve() {
  server = await recordingServer('prod')
  for (const name of ['a', 'b']) {
    server.commit(commitNamed(name))
    await deployOn(server, commitNamed(name))
  }
  server.model.databases.set('tiptop', { migrations: ['0001-first'], plays: 5 })
  const [from, until] = ['2026-11-23T02:00:00Z', '2026-11-23T07:00:00Z'].map(at => new Date(at)) as [Date, Date]
  server.model.archive = { from, until, last: until, at: () => ({ migrations: ['0001-first'], plays: 4 }) }
}

test('each way back says what it loses, and the plan of one compares it with the others', async () => {
  await serve()
  const { target, tools } = server
  const ways = await waysBack(target, tools)
  const copy = await findOrigin(target, { point: NEWEST, to: null }, tools)
  expect(ways.ways.map(({ kind, lost }) => ({ kind, lost: 'plays' in lost && lost.plays }))).toEqual([
    { kind: 'moment', lost: 5 },
    { kind: 'copy', lost: 5 },
    { kind: 'copy', lost: 5 },
  ])
  expect(otherWayLines(copy, ways)).toEqual([
    'autre voie, --to "2026-11-23 07:00:00.001 UTC" : perdu depuis : 5 participation(s), 0 inscription(s), 0 remise(s)',
  ])
  const moment = { kind: 'moment', name: '2026-11-23 06:00:00 UTC' } as const
  expect(otherWayLines(moment, ways)[1]).toContain(
    `autre voie, --point ${copy.name} : perdu depuis : 5 participation(s)`,
  )
})

test('a loss that cannot be counted is never shown as none', async () => {
  await serve()
  server.model.databases.clear()
  const ways = await waysBack(server.target, server.tools)
  for (const line of otherWayLines({ kind: 'aside', name: '' }, ways))
    expect(line).toContain('sans que cela puisse être compté')
})
