import { afterAll, beforeAll, expect, test } from 'vitest'
import { archived, clock, fileOf, inside, openCluster } from './cluster.ts'

let cluster: Awaited<ReturnType<typeof openCluster>>
/** The segments that hold a visit each, in their order, and a moment between the third visit and the fourth. */
const segments: string[] = []
let moment: Date
beforeAll(async () => {
  cluster = await openCluster()
  const { server } = cluster
  await server.must('backup', 'base', 'prod')
  for (const visit of [1001, 1002, 1003, 1004]) {
    if (visit === 1004) moment = await clock(server)
    await server.sql(`insert into visits values (${visit})`)
    segments.push(await archived(server))
  }
})
afterAll(() => cluster?.close())

const restore = (to: string, ...more: string[]) => cluster.server.tiptop('restore', 'prod', '--to', to, ...more)
const visits = () => cluster.server.sql('select count(*) from visits where n > 1000')
const siteIs = async () => (await cluster.server.tiptop('maintenance', 'status', 'prod')).out
const flip = (content: Buffer) => {
  const other = Buffer.from(content)
  other[100] = (other[100] ?? 0) ^ 1
  return other
}

/** Flips a bit of a segment in the archive of this server. */
async function flipHere(segment: string): Promise<void> {
  const { server } = cluster
  const file = await fileOf(server, segment)
  const [byte = ''] = (await inside(server, 'od', '-An', '-tu1', '-j100', '-N1', file)).trim().split(/\s+/)
  const octal = (Number(byte) ^ 1).toString(8).padStart(3, '0')
  await inside(server, 'bash', '-c', `printf '\\${octal}' | dd of=${file} bs=1 seek=100 conv=notrunc status=none`)
}

const keyOf = async (segment: string) =>
  `physical/prod${(await fileOf(cluster.server, segment)).slice('/var/lib/pgbackrest'.length)}`

test('a bit flipped in the only whole copy of a segment is reported before the site is closed, with the last good moment', async () => {
  const { server, s3 } = cluster
  const [, segment = ''] = segments
  const key = await keyOf(segment)
  const whole = await s3.read(key)
  await s3.write(key, flip(whole))
  await flipHere(segment)
  const dry = await restore(moment.toISOString(), '--dry-run')
  const refused = await restore(moment.toISOString(), '--yes')
  for (const { exitCode, err } of [dry, refused]) {
    expect(exitCode).toBe(1)
    expect(err).toContain(
      `le segment ${segment} est abîmé dans l’archive de ce serveur et est abîmé dans l’archive de s3:sauvegardes`,
    )
    expect(err).toMatch(/Après le trou, l’archive de s3:sauvegardes a \d+ segment\(s\), jusqu’au /)
  }
  expect(await siteIs()).toContain('ouvert à tous')
  expect(await visits()).toBe('4')
  const check = await server.tiptop('backup', 'check', 'prod')
  expect(check.err).toMatch(new RegExp(`l’archive de s3:sauvegardes : .*${segment}-\\w+\\.zst est abîmé`))
  const [, lastGood = ''] = /Dernier bon moment : ([\d :.-]+ UTC)/.exec(refused.err) ?? []
  const before = await restore(lastGood, '--dry-run')
  expect({ exitCode: before.exitCode, err: before.exitCode ? before.err : '' }).toEqual({ exitCode: 0, err: '' })
  await s3.write(key, whole)
})

test('a segment that is damaged here and one that is gone are taken from the other archive by themselves, and the moment is reached', async () => {
  const { server } = cluster
  const [gone = '', damaged = ''] = segments
  await inside(server, 'rm', await fileOf(server, gone))
  const dry = await restore(moment.toISOString(), '--dry-run')
  expect(dry.err).toMatch(/segment\(s\) de WAL relus, entiers : \d+ de l’archive de ce serveur, 2 de l’archive de s3/)
  const { exitCode, err } = await restore(moment.toISOString(), '--yes')
  expect({ exitCode, err: exitCode ? err : '' }).toEqual({ exitCode: 0, err: '' })
  expect(await visits()).toBe('3')
  const check = await server.tiptop('backup', 'check', 'prod')
  expect(check.err).toContain(`il manque du WAL (${gone})`)
  expect(check.err).toMatch(new RegExp(`${damaged}-\\w+\\.zst est abîmé`))
})
