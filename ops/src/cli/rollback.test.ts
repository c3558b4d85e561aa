import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { reached } from '../../../scripts/diagrams/reached.ts'
import { settingsText } from '../../test/door.ts'
import { openOnCall } from '../../test/incident/on-call.ts'
import { openJournal } from '../procedure/journal.ts'
import { takeLock } from '../procedure/lock.ts'

const opened: { close(): Promise<unknown> }[] = []
const { DOCKER_HOST } = process.env
afterEach(async () => {
  for (const { close } of opened.splice(0)) await close()
  if (DOCKER_HOST === undefined) delete process.env.DOCKER_HOST
  else process.env.DOCKER_HOST = DOCKER_HOST
})

const [NOW, BEFORE] = ['20261123-020000-1.0.0-abcdef0', '20261122-020000-0.9.0-1234567']

/** 1.0.0 serves after 0.9.0, and no engine answers. `terminal`: what is said there comes with the rest. */
async function open() {
  process.env.DOCKER_HOST = 'unix:///nobody/listens/here.sock'
  const onCall = await openOnCall()
  opened.push(onCall)
  await onCall.servedBefore()
  const { home } = onCall
  const runs = () => readdir(home.runs).catch(() => [])
  /** The settings that a release was started with; those of 1.0.0 are those of the server as well. */
  const settings = async (contests: { now: string; before: string }) => {
    const own = parse(await readFile(home.settings, 'utf8'))
    const texts = {
      [NOW]: settingsText({ ...own, CONTEST: contests.now }),
      [BEFORE]: settingsText({ ...own, CONTEST: contests.before }),
    }
    for (const [name, text] of Object.entries(texts)) await writeFile(join(home.releases, name, 'settings.env'), text)
    await writeFile(home.settings, texts[NOW] ?? '')
  }
  return { ...onCall, runs, settings }
}

const parse = (text: string) =>
  Object.fromEntries(
    text
      .trim()
      .split('\n')
      .map(line => line.split(/=(.*)/).slice(0, 2)),
  )

test('before it goes back it says from where to where, what is lost and how long the last one took, and asks', async () => {
  const { tiptop, home, runs } = await open()
  await mkdir(home.runs, { recursive: true })
  const run = '20261122-031200-rollback-abcd'
  const journal = openJournal(home.runs, run, () => new Date('2026-11-22T03:12:00Z'))
  const by = { procedure: 'rollback', environment: 'prod', by: 'exploitante', pid: 1, lock: '../.lock' }
  journal.write({ kind: 'started', run, ...by, input: { scope: 'full', to: null } })
  journal.write({ kind: 'ended', outcome: 'done', ms: 12_000 })
  journal.close()
  const { code, out, err } = await tiptop('rollback', 'prod')
  expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('personne n’a confirmé') })
  for (const said of [
    `de 1.0.0 (${NOW}) à 0.9.0 (${BEFORE})`,
    'aucune donnée n’est perdue',
    'ce que 1.0.0 avait apporté n’est plus servi',
    'la dernière fois, cela a pris 12 s',
  ])
    expect(out).toContain(said)
  expect(await runs()).toEqual([`${run}.jsonl`])
  expect((await tiptop('rollback', 'prod', 'config', '--to', NOW)).out).not.toContain('12 s')
})

test('while another procedure works on an environment, no way back is offered', async () => {
  const { tiptop, home } = await open()
  const holder = { run: 'a-run', by: 'jenkins-main-42', since: '2026-11-23T03:00:00Z', pid: process.pid }
  const giveBack = await takeLock(home.lock, 'prod', holder)
  for (const scope of ['full', 'config', 'infra'])
    expect(await tiptop('rollback', 'prod', scope)).toMatchObject({
      code: 11,
      out: '',
      err: expect.stringContaining('jenkins-main-42'),
    })
  await giveBack()
})

test('settings are shown as they were and become; a dry run does not ask and changes nothing [4.3/AA]', async () => {
  const { tiptop, home, settings, runs } = await open()
  await settings({ now: 'nobody', before: 'the-tip-top' })
  const before = await readFile(home.settings, 'utf8')
  const { code, out } = await tiptop('rollback', 'prod', 'config', '--dry-run')
  expect(code).toBe(0)
  expect(out).toContain('CONTEST : nobody → the-tip-top\n')
  expect(out).toContain(`écrirait ${home.settings}\n`)
  expect(await readFile(home.settings, 'utf8')).toBe(before)
  expect(await runs()).toEqual([])
  reached('4.3/AA')
})

test('unreadable settings become those of what runs again, which stays untouched [4.3/AA]', async () => {
  const { tiptop, home, settings } = await open()
  await settings({ now: 'the-tip-top', before: 'the-tip-top' })
  const good = await readFile(home.settings, 'utf8')
  await writeFile(home.settings, good.replace('ENVIRONMENT=prod\n', 'ENVIRONMENT=production\n'))
  expect(await tiptop('rollback', 'prod', 'full')).toMatchObject({
    code: 1,
    err: expect.stringContaining('ENVIRONMENT'),
  })
  const { code, out } = await tiptop('rollback', 'prod', 'config', '--yes')
  expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('sans toucher à ce qui tourne') })
  expect(parse(await readFile(home.settings, 'utf8'))).toEqual(parse(good))
  const [kept = ''] = (await readdir(home.folder)).filter(file => file.startsWith('.env.production.'))
  expect(await readFile(join(home.folder, kept), 'utf8')).toContain('ENVIRONMENT=production\n')
})

test('where nothing differs nothing is done: a named release is there already, else there is no way back', async () => {
  const { tiptop, settings, home } = await open()
  await settings({ now: 'the-tip-top', before: 'the-tip-top' })
  expect(await tiptop('rollback', 'prod', 'config', '--to', BEFORE)).toMatchObject({
    code: 0,
    out: expect.stringContaining('Rien à remettre'),
  })
  const { code, err } = await tiptop('rollback', 'prod', 'config')
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('Aucune configuration d’avant ne diffère') })
  await writeFile(home.settings, `${await readFile(home.settings, 'utf8')}STABILITY_MINUTES=5\n`)
  expect((await tiptop('rollback', 'prod', 'config')).err).toContain('--to nomme la version qui tourne')
})

test.each([
  ['code', 2, 'La production revient par ses images'],
  ['infra', 1, 'systemctl restart docker'],
  ['everything', 2, '« everything » ne convient pas'],
])('a way back that does not exist is refused: %s', async (scope, code, sentence) => {
  const { tiptop, runs } = await open()
  expect(await tiptop('rollback', 'prod', scope, '--yes')).toMatchObject({
    code,
    err: expect.stringContaining(sentence),
  })
  expect(await runs()).toEqual([])
})
