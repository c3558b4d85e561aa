import { afterEach, beforeEach, expect, test } from 'vitest'
import { type RecordingServer, recordingServer } from '../../../test/recording/recording-server.ts'
import { layPoint } from '../../../test/rollback-points.ts'
import { drawKeys } from '../../../test/stores/scratch-target.ts'
import { findOrigin } from './origin.ts'

const [FROM, UNTIL] = ['2026-11-23T02:00:00.999Z', '2026-11-23T07:00:00.999Z'].map(at => new Date(at)) as [Date, Date]

let server: RecordingServer
beforeEach(async () => {
  const s3 = { BACKUP_DESTINATIONS: 's3', S3_REGION: 'eu-west-3', S3_BUCKET: 'coffre' }
  server = await recordingServer('prod', { ...s3, BACKUP_RECIPIENTS: (await drawKeys()).recipients.join() })
  server.model.archive = { from: FROM, until: UNTIL, last: UNTIL, at: () => ({ migrations: [], plays: 0 }) }
})
afterEach(() => server.close())

const find = (to: Date) => findOrigin(server.target, { point: null, to }, server.tools)
const later = (at: Date, ms: number) => new Date(at.getTime() + ms)

test('the last copy is the one that was made last, although the clock went back before it', async () => {
  const { home } = server.target
  await layPoint(home, '20261121')
  const { tag } = await layPoint(home, '20261122', { at: '2026-11-20T04:00:00.000Z' })
  expect(await findOrigin(server.target, { point: 'last', to: null }, server.tools)).toMatchObject({ name: tag })
})

test('a moment comes from the archive of this server, or from the one far away if this one cannot be read', async () => {
  expect(await find(FROM)).toMatchObject({ kind: 'moment', at: FROM })
  server.model.broken.push(/--repo=1 .*info/)
  expect(await find(FROM)).toMatchObject({ kind: 'moment', at: FROM })
})

test('an archive reaches from its first moment to its last, and further while the database can archive more', async () => {
  expect(await find(later(UNTIL, 60_000))).toMatchObject({ kind: 'moment' })
  await expect(find(later(FROM, -1))).rejects.toMatchObject({
    code: 'not-there',
    message: expect.stringMatching(/de ce serveur va du 2026-11-23 02:00:00.* lointaine va du 2026-11-23 02:00:00/s),
  })
  server.model.infra.clear()
  expect(await find(UNTIL)).toMatchObject({ kind: 'moment' })
  await expect(find(later(UNTIL, 1))).rejects.toMatchObject({ code: 'not-there' })
})
