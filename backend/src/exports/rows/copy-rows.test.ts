import { text } from 'node:stream/consumers'
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { startBackend } from '../../../test/backend.ts'
import { openCopies } from './copy-rows.ts'

const { tools } = await startBackend()
const { url } = tools.config.database

test('the values of a filter are copied as they are, whatever is in them', async () => {
  const { copy, db, close } = await openCopies()(url)
  onTestFinished(close)
  const row = sql`select ${7}::int + 1, ${"l'été \\ $1"}::text, ${new Date('2026-11-23T10:00:00Z')}::timestamptz = '2026-11-23 11:00+01'`
  expect(await text(await copy(row.compile(db), 'format csv'))).toBe("8,l'été \\ $1,t\n")
  for (const value of [Number.POSITIVE_INFINITY, true, null])
    await expect(copy(sql`select ${value}`.compile(db), 'format csv')).rejects.toThrow('a filter of an export has a')
})

test('an export that is closed twice gives its place back once', async () => {
  const open = openCopies()
  const [first, second] = [await open(url), await open(url)]
  for (let time = 0; time < 2; time++) first.close()
  const third = await open(url)
  await expect(open(url)).rejects.toMatchObject({ code: 'service-unavailable', retryAfterSeconds: 30 })
  for (const { close } of [second, third]) close()
})

test('a database that cannot be reached takes no place', async () => {
  const open = openCopies()
  for (let time = 0; time < 3; time++) await expect(open('postgres://127.0.0.1:1/none')).rejects.toThrow('ECONNREFUSED')
})
