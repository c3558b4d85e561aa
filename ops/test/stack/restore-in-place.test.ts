import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { reached } from '../../../scripts/diagrams/reached.ts'
import { listRollbackPoints } from '../../src/archive/rollback-points/points.ts'
import { psql } from '../../src/tools/postgres.ts'
import { run, succeeds } from '../machine/run.ts'
import { openMailServer } from '../mail-server.ts'
import { REPOSITORY } from './application.ts'
import { openServing, publicHealth } from './first-release.ts'
import { follow } from './follow-runbook.ts'
import { pathOf, stepOf } from './path-of.ts'
import { clock } from './physical/cluster.ts'
import { CONTEST_STATE, playCodes } from './played-on.ts'
import { makeTickets, registerPlayers } from './players.ts'
import { visited } from './visitors.ts'
import { until } from './waiting.ts'

const PRELOAD = join(import.meta.dirname, 'kill-at.ts')

let mails: Awaited<ReturnType<typeof openMailServer>>
let production: Awaited<ReturnType<typeof openServing>>
let [codes, cookies]: [string[], string[]] = [[], []]
beforeAll(async () => {
  mails = await openMailServer()
  production = await openServing('prod', {
    STABILITY_MINUTES: '0.02',
    NOTIFY_EMAILS: 'astreinte@tiptop.test',
    NOTIFY_EMAILS_SHOPS: 'lyon@tiptop.test',
  })
  const { server } = production
  await writeFile(server.home.secret('smtp-url'), mails.url)
  codes = await makeTickets(server, 100)
  cookies = await registerPlayers(server, 2)
  await play(3)
  await server.must('backup', 'base', 'prod')
})
afterAll(() => Promise.all([production?.server.close(), mails?.close()]))

const play = (times: number) => playCodes(production.server, cookies[0] ?? '', codes.splice(0, times))
const state = () => production.server.sql(CONTEST_STATE)
const restore = (...more: string[]) => production.server.tiptop('restore', 'prod', ...more)
const asSql = (moment: Date) => moment.toISOString().replace('Z', '').replace('T', ' ')
const pointOf = async (place = 0) => (await listRollbackPoints(production.server.home)).at(place)?.tag ?? ''

/** A moment in whose second nothing else happens: nginx writes whole seconds down. */
async function atAQuietSecond(): Promise<Date> {
  const moment = await inTheNextSecond()
  await inTheNextSecond()
  return moment
}

/** Waits until the clock of the database has come to another second. @returns what it shows then */
async function inTheNextSecond(): Promise<Date> {
  const secondOf = (at: Date) => Math.floor(at.getTime() / 1_000)
  let now = await clock(production.server)
  const second = secondOf(now)
  await until(async () => {
    now = await clock(production.server)
    return secondOf(now) > second
  })
  return now
}

test('a table emptied at a known second is back as it was the second before, with what was played since, by the runbook word by word: the loss is announced first, visitors are asked to wait, players who were signed in still are [4.3/R 4.3/AH 4.3/AI 4.3/AJ 4.3/AL 4.3/AN 4.3/S 4.3/T 4.3/U 4.3/AB 4.3/AC 4.3/AO 4.3/AP 4.3/AQ 4.3/AR 4.3/AS 4.3/AT 4.3/AV 4.3/AW 4.3/AX 4.3/AY]', async () => {
  const { server } = production
  await play(2)
  const moment = await atAQuietSecond()
  await server.sql('truncate participations')
  await play(1)
  const lived = await state()
  const unasked = await restore('--to', asSql(moment))
  expect(unasked).toMatchObject({ exitCode: 1, err: expect.stringContaining('rien n’a été fait') })
  expect(unasked.err).toContain('perdu depuis : 1 participation(s), 0 inscription(s), 0 remise(s)')
  expect(unasked.err).toContain('nginx a vu passer 1 participation(s)')
  expect(unasked.err).toMatch(/dernière participation gardée : \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/)
  expect(unasked.err).toContain('cela n’a jamais été fait ici')
  expect(await server.sql('select count(*) from participations where ticket_id > 0')).toBe('1')

  const env = { ...process.env, ...server.env, OUTILS: REPOSITORY, MOMENT: asSql(moment) }
  const { value: blocks, report } = await visited(server, () => follow('data-damaged', env))
  await server.lastIncident()
  expect(blocks.join('')).toMatch(/✓ \d{8}-\d{6}-restore-/)
  expect(blocks.join('')).toMatch(/✓ \d{8}-\d{6}-reconcile-/)
  expect(await state()).toBe(lived)
  expect(await server.sql('select count(*) from participations where ticket_id > 0')).toBe('6')
  expect(Object.keys(report.byStatus).filter(seen => !/ (200|503)$/.test(seen))).toEqual([])
  expect(report.byStatus['GET / 503']).toBeGreaterThan(0)
  await play(1)
  const made = await server.lastRun('restore')
  expect(pathOf(made, '4.3')).toEqual(expect.arrayContaining(['4.3/AH', '4.3/AL', '4.3/AT', '4.3/AV']))
  const kept = /état quitté gardé : (\S+)/.exec(stepOf(made, 'Rejouer le WAL').detail ?? '')?.[1] ?? ''
  await run(['docker', 'volume', 'inspect', kept])
  const toShops = mails.mails.filter(({ to }) => to.includes('lyon@tiptop.test')).map(({ subject }) => subject)
  expect(toShops).toEqual(['[prod] maintenance en cours, le site est fermé', '[prod] le site est rouvert'])
  const joined = await server.lastRun('base')
  expect(joined).toMatchObject({ state: 'done', input: { after: made.name } })
  expect(pathOf(joined, '4.3')).toEqual(['4.3/AN'])
})

test('killed while the WAL is replayed, it leaves the page, and the same command goes to the end [4.3/S 4.3/AL]', async () => {
  const { server } = production
  const before = await state()
  const moment = await atAQuietSecond()
  await play(1)
  const words = ['restore', 'prod', '--to', moment.toISOString(), '--yes']
  const killed = server.start(words, {
    NODE_OPTIONS: `--import=${PRELOAD}`,
    KILL_AT: JSON.stringify({ step: 'Rejouer le WAL', afterMs: 3_000 }),
  })
  await killed.ended
  expect(killed.child.signalCode).toBe('SIGKILL')
  expect((await server.tiptop('maintenance', 'status', 'prod')).out).toContain('prod est fermé')
  await until(() => succeeds(['flock', '--nonblock', server.home.lock, 'true']), 30)
  const { exitCode, err } = await server.tiptop(...words)
  expect({ exitCode, err: exitCode ? err : '' }).toEqual({ exitCode: 0, err: '' })
  expect(await state()).toBe(before)
})

test('a database that was dropped comes back from the newest copy [4.3/AK 4.3/AM 4.3/Y 4.3/Z]', async () => {
  const { server } = production
  await server.must('backup', 'pre-deploy', 'prod')
  const before = await state()
  await play(1)
  await run(psql(server.home.database, 'postgres'), { input: 'drop database tiptop with (force)' })
  const dropped = await restore('--point', 'last', '--yes')
  expect({ exitCode: dropped.exitCode, err: dropped.exitCode ? dropped.err : '' }).toEqual({ exitCode: 0, err: '' })
  expect(dropped.err).toContain('sans que cela puisse être compté')
  expect(dropped.err).toContain('nginx a vu passer 1 participation(s)')
  expect(await state()).toBe(before)
})

test('a copy with a newer schema than the release in service knows is refused before anything is touched [4.3/AK]', async () => {
  const { server } = production
  await server.sql("insert into kysely_migration values ('9999-later', '2026-11-23T00:00:00Z')")
  await server.must('backup', 'pre-deploy', 'prod')
  await server.sql("delete from kysely_migration where name = '9999-later'")
  const refused = await restore('--point', 'last', '--yes')
  expect(refused).toMatchObject({
    exitCode: 1,
    err: expect.stringMatching(/a le schéma 9999-later, plus récent que 00/),
  })
  expect(refused.err).toContain('--full, version 1.0.0')
  reached('4.3/AK')
  expect(await publicHealth(server)).toMatchObject({ code: 200 })
  expect((await server.lastRun()).procedure).toBe('backup')
  await rm((await listRollbackPoints(server.home))[0]?.folder ?? '', { recursive: true })
})

test('a whole rollback point brings version, configuration and database back together [4.3/L 4.3/M 4.3/N 4.3/O 4.3/V 4.3/W 4.3/X 4.3/AA]', async () => {
  const { server, commit } = production
  const before = await state()
  const settings = await readFile(server.home.settings, 'utf8')
  await commit({ version: '1.1.0' })
  await server.must('deploy', 'prod')
  await play(1)
  const point = await pointOf()
  const said = await restore('--point', point, '--full', '--yes')
  expect({ exitCode: said.exitCode, err: said.exitCode ? said.err : '' }).toEqual({ exitCode: 0, err: '' })
  expect(said.err).toContain('la version 1.0.0 et sa configuration reviennent avec elle')
  reached('4.3/L', '4.3/M', '4.3/N')
  expect(await publicHealth(server)).toMatchObject({ code: 200, version: '1.0.0' })
  expect(await state()).toBe(before)
  expect(await readFile(server.home.settings, 'utf8')).toBe(settings)
  expect(pathOf(await server.lastRun('restore'), '4.3')).toEqual(expect.arrayContaining(['4.3/W', '4.3/X', '4.3/AA']))
})

test('a bit flipped in a dump is seen before anything is closed: the site serves on, and the command says so', async () => {
  const { server } = production
  const before = await state()
  const point = (await listRollbackPoints(server.home))[0]
  if (!point) throw new Error('no point')
  const dump = join(point.folder, point.db.dump.file)
  const whole = await readFile(dump)
  const damaged = Buffer.from(whole)
  damaged[damaged.length >> 1] = (damaged[damaged.length >> 1] ?? 0) ^ 1
  await writeFile(dump, damaged)
  const { value: refused, report } = await visited(server, async () => [
    await restore('--point', point.tag, '--dry-run'),
    await restore('--point', point.tag, '--yes'),
  ])
  await writeFile(dump, whole)
  for (const { exitCode, err } of refused) {
    expect(exitCode).toBe(1)
    expect(err).toContain(`${dump} n’est plus la copie qui fut faite : son empreinte a changé`)
    expect(err).toContain('Rien n’a été touché')
  }
  expect(Object.keys(report.byStatus).filter(seen => !/ 200$/.test(seen))).toEqual([])
  expect((await server.tiptop('maintenance', 'status', 'prod')).out).toContain('ouvert à tous')
  expect(await state()).toBe(before)
})

test('a restoration that fails leaves the page and the database that it found, calls the second level and says what to do; repeated with another copy it succeeds, stability is watched to the end, and the database that was left can be taken back [4.3/AU 4.3/BB 4.3/BC 4.3/AW 4.3/AX]', async () => {
  const { server } = production
  const { home } = server
  await server.must('incident', 'open', 'prod', '--severity', 'P1', '--no-diagnose', 'Les lots ont disparu')
  const before = await state()
  const point = (await listRollbackPoints(home))[0]
  if (!point) throw new Error('no point')
  const versions = join(point.folder, 'versions.json')
  const whole = await readFile(versions, 'utf8')
  await writeFile(versions, whole.replace(/"schema": "[^"]+"/, '"schema": "0000-another"'))
  const failed = await restore('--point', point.tag, '--yes')
  await writeFile(versions, whole)
  expect(failed.exitCode).toBe(21)
  expect(failed.err).toContain('et le point dit « 0000-another »')
  expect(failed.err).toContain('Rouvrir tel quel : tiptop maintenance off prod')
  expect(failed.err).toContain('la base quittée n’a pas été remplacée')
  // Behind the page, for the person who opens it.
  expect(await publicHealth(server)).toMatchObject({ code: 200 })
  expect((await server.tiptop('maintenance', 'status', 'prod')).out).toContain('prod est fermé')
  expect(await state()).toBe(before)
  const incident = await server.lastIncident()
  expect(incident.lines.map(({ kind }) => kind)).toContain('escalated')

  const repeated = await restore('--point', point.tag, '--yes')
  expect(repeated.exitCode).toBe(0)
  expect(repeated.out).toContain('Suite : tiptop incident watch prod')
  await server.must('incident', 'watch', 'prod', '--every', '0.2')
  const after = await server.lastIncident()
  expect(after.restoredAt).toBeTruthy()
  expect((await server.tiptop('maintenance', 'status', 'prod')).out).toContain('ouvert à tous')

  await play(1)
  const { out } = await server.must('restore', 'prod')
  expect(out).toMatch(/--point backup-\d{8}-\d{6} +.* copie ;/)
  expect(out).toMatch(/--to {4}un moment du .* au .* archive de ce serveur\n/)
  const [aside = ''] = /tiptop_until_\d{8}_\d{6}/.exec(out) ?? []
  expect((await restore('--point', aside, '--yes')).exitCode).toBe(0)
  expect(await state()).toBe(before)
})

test('what is not there is refused with what is, before anything is done', async () => {
  const { server } = production
  const unknown = await restore('--point', 'backup-20200101-000000', '--yes')
  expect(unknown).toMatchObject({ exitCode: 1, err: expect.stringMatching(/n’a pas « backup-2020.*Il a .*backup-/s) })
  const early = await restore('--to', '2020-01-01 00:00:00', '--yes')
  expect(early).toMatchObject({
    exitCode: 1,
    err: expect.stringMatching(/Aucune archive n’atteint 2020.*va du .* au/s),
  })
  expect((await server.tiptop('maintenance', 'status', 'prod')).out).toContain('ouvert à tous')
})
