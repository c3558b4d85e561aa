import { writeFile } from 'node:fs/promises'
import { afterEach, expect, test } from 'vitest'
import { commitNamed, deployOn } from '../../../test/recording/deploying.ts'
import { failAtEachStep, type RecordingServer, recordingServer } from '../../../test/recording/recording-server.ts'
import { listAsides } from '../../archive/aside/asides.ts'
import { readUndecided } from '../../archive/aside/undecided.ts'
import { asidePlace } from '../../retention/asides.ts'
import { prune } from '../../retention/prune.ts'
import { CommandFailed, type Shell } from '../../tools/shell.ts'
import { findOrigin, NEWEST, type OriginRequest } from '../in-place/origin.ts'
import { restoreInPlace } from '../in-place/restore-in-place.ts'
import { compareDatabases, compareDecision, replayedIn } from './ask-backend.ts'
import { decideWith, findAside, readAside, reconcileWith, servingRelease } from './reconcile.ts'

let server: RecordingServer
afterEach(() => server.close())

const COPY: OriginRequest = { point: NEWEST, to: null }
const MOMENT: OriginRequest = { point: null, to: new Date('2026-11-23T06:00:00Z') }
const plays = () => server.model.databases.get('tiptop')?.plays

/** Production went back from five plays to three by a copy, or to four by the WAL. */
async function goBack(request: OriginRequest) {
  server = await recordingServer('prod')
  const { target, tools, model } = server
  server.commit(commitNamed('a'))
  server.commit(commitNamed('b'), { version: '1.1.0' })
  await deployOn(server, commitNamed('a'))
  model.databases.set('tiptop', { migrations: ['0001-first'], plays: 3 })
  await deployOn(server, commitNamed('b'))
  model.databases.set('tiptop', { migrations: ['0001-first'], plays: 5 })
  await writeFile(target.home.secret('database-url'), 'postgres://tiptop_application:demo@postgres:5432/tiptop')
  const [from, until] = [new Date('2026-11-23T02:00:00Z'), new Date('2026-11-23T07:00:00Z')]
  model.archive = { from, until, last: until, at: () => ({ migrations: ['0001-first'], plays: 4 }) }
  const origin = await findOrigin(target, request, tools)
  const { ending, told } = await server.run(step => restoreInPlace(step, { origin, full: false }, target, tools))
  expect(ending.outcome).toBe('done')
  model.changes.length = 0
  return told
}

async function reconcile(how = {}) {
  const { target, tools } = server
  const [release, aside] = [await servingRelease(target.home), await findAside(target.home, undefined, tools)]
  return server.run(async step => {
    const from = aside.kind === 'volume' ? await readAside(step, aside, target, tools) : aside.name
    return reconcileWith(step, { from, release }, target, tools)
  }, how)
}

test('what the database that was left has in addition is done again while the site is open, and then nothing is left', async () => {
  const told = await goBack(COPY)
  expect(told).toMatch(
    /reste sous tiptop_until_\d{8}_\d{6} \(1,0 Ko\), à retirer par tiptop prune à partir du 2026-12-23/,
  )
  expect(plays()).toBe(3)
  const { ending, told: said, titles } = await reconcile()
  expect(ending).toMatchObject({ outcome: 'done', value: { questions: [expect.stringContaining('ticket n° 4')] } })
  expect(said).toContain(
    'participations : 2 refaits, 0 déjà là, 1 à décider ; connexions : 2, non refaits ; ? événement',
  )
  expect(titles.at(-1)).toContain('Vérifier')
  expect(plays()).toBe(5)
  expect(await server.state()).toMatchObject({ maintenance: false })
  const { target, tools } = server
  const { home } = target
  const { name } = await findAside(home, undefined, tools)
  const again = await compareDatabases({ home, release: await servingRelease(home), from: name, tools })
  expect(replayedIn(again)).toBe(0)
})

test('what contradicts is kept as it is by a decision, and then nothing is left to decide', async () => {
  await goBack(COPY)
  await reconcile()
  const { target, tools } = server
  const { home } = target
  const [release, { name: from }] = [await servingRelease(home), await findAside(home, undefined, tools)]
  const decision = { events: [9], by: 'claire', reason: 'Même foyer' }
  expect((await compareDecision({ home, release, from, tools }, decision)).decided).toHaveLength(1)
  const question = 'événement n° 9 : le ticket n° 4 fut joué par le compte n° 1, et depuis par le compte n° 2'
  expect(await readUndecided(home)).toEqual([{ from, at: expect.any(String), questions: [question] }])
  const { ending, told } = await server.run(step => decideWith(step, { from, release, decision }, target, tools))
  expect(ending).toMatchObject({ outcome: 'done', value: { decided: [{ event: 9 }] } })
  expect(told).toContain('le ticket n° 4 fut joué par le compte n° 1')
  expect((await compareDatabases({ home, release, from, tools })).questions).toEqual([])
  expect(await readUndecided(home)).toEqual([])
  const again = await compareDecision({ home, release, from, tools }, decision)
  expect(again).toMatchObject({ decided: [], already: [{ event: 9 }] })
})

test('a serving release that does not know a command says so, and what to do', async () => {
  await goBack(COPY)
  const { home } = server.target
  const [release, { name: from }] = [await servingRelease(home), await findAside(home, undefined, server.tools)]
  const ask = (answer: (command: readonly string[]) => number) => {
    const read: Shell['read'] = command => Promise.reject(new CommandFailed(command, answer(command), 'code'))
    return compareDatabases({ home, release, from, tools: { shell: { read, run: read } } })
  }
  const tooOld = { code: 'refused', hint: expect.stringContaining('Déployez une version plus récente') }
  await expect(ask(() => 2)).rejects.toMatchObject(tooOld)
  await expect(ask(command => (command.includes('--eval') ? 3 : 1))).rejects.toMatchObject(tooOld)
  await expect(ask(() => 1)).rejects.toMatchObject({ code: 'command-failed' })
})

test('files that were put aside are read into a database of their own, without the archive; the volume stays', async () => {
  await goBack(MOMENT)
  const volume = (await findAside(server.target.home, undefined, server.tools)).name
  expect(volume).toContain('-database-until-')
  const { ending } = await reconcile()
  expect(ending.outcome).toBe('done')
  expect(plays()).toBe(5)
  expect([...server.model.volumes]).toContain(volume)
  expect([...server.model.infra].some(name => name.endsWith('-aside'))).toBe(false)
  // The second time, the database is there.
  const found = await findAside(server.target.home, volume, server.tools)
  expect(found).toMatchObject({ kind: 'database', name: expect.stringMatching(/^tiptop_until_/) })
})

test('whatever step fails, the site stays open, and the same command goes to the end', async () => {
  await goBack(MOMENT)
  await failAtEachStep(reconcile, async title => {
    expect(await server.state(), title).toMatchObject({ maintenance: false })
  })
  expect(plays()).toBe(5)
})

test('files that cannot be read leave no half of a database, and no server', async () => {
  await goBack(MOMENT)
  server.model.broken.push(/pg_restore --exit-on-error/)
  expect((await reconcile()).ending.outcome).toBe('failed')
  expect([...server.model.databases.keys()].filter(name => name.startsWith('tiptop_until_'))).toEqual([])
  expect([...server.model.infra].some(name => name.endsWith('-aside'))).toBe(false)
  expect(plays()).toBe(4)
})

test('without anything aside, under another name, or before a release serves, the refusal says what there is', async () => {
  server = await recordingServer('dev')
  const { home } = server.target
  await expect(findAside(home, undefined, server.tools)).rejects.toMatchObject({
    code: 'not-there',
    message: expect.stringContaining('rien à rapprocher'),
  })
  await expect(servingRelease(home)).rejects.toMatchObject({ code: 'not-there' })
  await server.close()
  await goBack(COPY)
  await expect(findAside(server.target.home, 'tiptop_until_20200101_000000', server.tools)).rejects.toThrow(
    /n’est pas de côté\. Il y a tiptop_until_2026/,
  )
})

test('prune names what is aside with its size and its day, and removes it after thirty days, once that is confirmed', async () => {
  await goBack(MOMENT)
  const used = server.model.databases.get('tiptop')
  if (used) used.decided = true
  await reconcile()
  const { target, tools } = server
  const place = asidePlace(tools)
  const early = await place.judge(target.home, new Date('2026-12-22T23:00:00Z'))
  expect(early.verdicts.map(({ keep }) => keep)).toEqual([true, true])
  expect(JSON.stringify(early)).toContain('1,0 Ko ; 29 jours : gardée 30 jours, jusqu’au 2026-12-23')
  const late = { ...tools, now: () => new Date('2026-12-23T01:00:00Z') }
  const { ending } = await server.run(step => prune(step, [place], target, late))
  expect(ending).toMatchObject({ outcome: 'done', value: [{ left: [] }] })
  expect(await listAsides(target.home, tools)).toEqual([])
  expect([...server.model.databases.keys()]).toEqual(['tiptop'])
})

test('a database that decisions wait for is not proposed to prune, and taken back it leaves nothing to decide', async () => {
  await goBack(COPY)
  await reconcile()
  const { target, tools } = server
  const { name } = await findAside(target.home, undefined, tools)
  const [verdict] = (await asidePlace(tools).judge(target.home, new Date('2026-12-23T01:00:00Z'))).verdicts
  expect(verdict).toMatchObject({ keep: true, reasons: [{ because: '1,0 Ko ; 1 contradiction(s) à décider' }] })
  const origin = await findOrigin(target, { point: name, to: null }, tools)
  const { ending } = await server.run(step => restoreInPlace(step, { origin, full: false }, target, tools))
  expect(ending.outcome).toBe('done')
  expect(await readUndecided(target.home)).toEqual([])
})
