import { expect, onTestFinished, test } from 'vitest'
import { recordingServer } from '../../../../test/recording/recording-server.ts'
import type { Shell } from '../../../tools/shell.ts'
import { archivedUntil } from './archived-until.ts'
import { windowOf } from './window.ts'

const [from, until] = ['2026-11-23T02:00:00Z', '2026-11-23T06:00:00Z'].map(at => new Date(at)) as [Date, Date]
/** The model archives five segments, an hour apart; each ends with a transaction. */
const LAST = '000000010000000000000005'

async function archive(damage?: (content: Buffer, segment: string) => Buffer | null) {
  const server = await recordingServer('prod')
  onTestFinished(server.close)
  const { target, tools, model } = server
  model.archive = { from, until, last: until, at: () => ({ migrations: [], plays: 0 }) }
  if (damage) model.archive.damage = (_, segment, content) => damage(content, segment)
  const [window] = await windowOf(target, tools)
  return { window, windows: window ? [window] : [], target, tools }
}

test('an archive ends with the last transaction that its WAL holds, whenever the files of it arrived', async () => {
  const { window } = await archive()
  expect(window).toMatchObject({ until, last: LAST, arrived: new Date(+until + 999) })
})

test('an archive whose newest segment is damaged ends with the whole one before it', async () => {
  const { window } = await archive((content, segment) => (segment === LAST ? content.subarray(1) : content))
  expect(window).toMatchObject({ until: new Date('2026-11-23T05:00:00Z'), last: '000000010000000000000004' })
})

test('a database that lacks what is archived is found out by its place in the WAL, on its timeline', async () => {
  const { windows, target } = await archive()
  const found = (current: string | Error) => {
    const read: Shell['read'] = async () => (current instanceof Error ? Promise.reject(current) : current)
    return archivedUntil(target, windows, { shell: { read, run: read } })
  }
  expect(await found('000000010000000000000006')).toEqual({ until, isAhead: false })
  expect(await found(LAST)).toEqual({ until, isAhead: false })
  expect(await found('000000010000000000000002')).toEqual({ until, isAhead: true })
  expect(await found('000000020000000000000002')).toEqual({ until, isAhead: false })
  expect(await found(new Error('no server'))).toEqual({ until, isAhead: false })
})
