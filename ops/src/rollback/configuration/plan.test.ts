import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { settingsText } from '../../../test/door.ts'
import { layPoint, releaseOf } from '../../../test/rollback-points.ts'
import { type Home, homeOf } from '../../environment/home.ts'
import { provenFile } from '../../release/colours.ts'
import type { Release } from '../../release/release.ts'
import { fingerprintOf } from '../../tools/files.ts'
import { planConfiguration, settingsAwait } from './plan.ts'

let root: string
let home: Home
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tiptop-configuration-'))
  home = homeOf({ root, backups: join(root, 'backups'), project: 'tiptop-test' }, 'prod')
  await mkdir(home.flags, { recursive: true })
})
afterEach(() => rm(root, { recursive: true }))

/** Another contest than the usual one is a bad setting. */
const settings = (own: Record<string, string> = {}) => settingsText({ HTTPS_PORT: '8443', ...own })
const BAD = { CONTEST: 'nobody' }
const moved = { NEXT_PUBLIC_WEB_URL: 'https://x.tiptop.test', NEXT_PUBLIC_API_URL: 'https://api.x.tiptop.test' }

type Laid = { settings?: string; app?: string; proven?: boolean }

/** A release that replaced the one of the letter before, and now serves. */
async function serve(letter: string, former: Release | null, laid: Laid = {}): Promise<Release> {
  const { settings: text = settings(), app = 'services: {}\n', proven = true } = laid
  const day = String(letter.charCodeAt(0) - 96).padStart(2, '0')
  const release = { ...releaseOf(letter, former?.name ?? null, `2026-11-${day}T08:00:00.000Z`) }
  const folder = join(home.releases, release.name)
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'settings.env'), text)
  await writeFile(join(folder, 'app.yaml'), app)
  await writeFile(join(folder, 'release.json'), JSON.stringify(release))
  if (proven) await writeFile(provenFile(home, release.name), '')
  await rm(home.colour('blue'), { force: true })
  await symlink(join('releases', release.name), home.colour('blue'))
  await writeFile(home.settings, text)
  return release
}

/** A rollback point of a release with these settings; `damaged`: its file that is not what was kept. */
async function keep(day: string, release: Release, text: string, damaged: 'settings.env' | 'app.yaml' | null = null) {
  const files = { 'settings.env': text, 'app.yaml': 'services: {}\n' }
  const config = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, fingerprintOf(text)]))
  const point = await layPoint(home, day, { release, config })
  for (const [name, text] of Object.entries(files)) await writeFile(join(point.folder, name), text)
  if (damaged) await writeFile(join(point.folder, damaged), files[damaged].toUpperCase())
  return point.tag
}

test('it is the newest configuration that served before and is another one, with what each setting becomes', async () => {
  const b = await serve('b', await serve('a', null, { settings: settings(BAD) }))
  const d = await serve('d', await serve('c', b, { settings: settings(BAD) }), { settings: settings(BAD) })
  expect(await planConfiguration(home, null)).toMatchObject({
    former: { name: b.name },
    running: { release: { name: d.name } },
    changes: [{ setting: 'CONTEST', was: 'nobody', becomes: 'the-tip-top' }],
    relaunch: true,
    pages: false,
    unusable: null,
  })
})

test('a run that was killed once the settings were back goes on', async () => {
  const a = await serve('a', null)
  await serve('b', a, { settings: settings(BAD) })
  await writeFile(home.settings, settings())
  expect(await planConfiguration(home, null)).toMatchObject({
    former: { name: a.name },
    relaunch: true,
    changes: [{ setting: 'CONTEST', was: 'nobody', becomes: 'the-tip-top' }],
  })
})

test('one that never served is passed over, and so is a damaged copy; without any other nothing differs', async () => {
  const a = await serve('a', null)
  const bad = { settings: settings(BAD) }
  const b = await serve('b', a, { ...bad, proven: false })
  const c = await serve('c', b)
  expect(await planConfiguration(home, null)).toBeNull()
  await keep('20261102', c, settings(BAD), 'app.yaml')
  await keep('20261103', c, settings(BAD), 'settings.env')
  expect(await planConfiguration(home, null)).toBeNull()
  const tag = await keep('20261104', c, settings(BAD))
  expect((await planConfiguration(home, null))?.former.name).toBe(tag)
})

test('a release whose folder is gone is known from its rollback point', async () => {
  const a = await serve('a', null)
  const tag = await keep('20261101', a, settings())
  await serve('b', a, { settings: settings(BAD) })
  await rm(join(home.releases, a.name), { recursive: true })
  expect((await planConfiguration(home, null))?.former).toMatchObject({ name: tag, release: a })
})

test('a release whose file is damaged is known from its rollback point, and without one the file is named', async () => {
  const a = await serve('a', null, { settings: settings(BAD) })
  const b = await serve('b', a)
  await serve('c', b)
  const file = join(home.releases, b.name, 'release.json')
  await writeFile(file, '{')
  await expect(planConfiguration(home, null)).rejects.toThrow(`${file} est inutilisable`)
  await keep('20261102', b, settings())
  expect((await planConfiguration(home, null))?.former.name).toBe(a.name)
})

test('settings that the system does not give are named by their file', async () => {
  const a = await serve('a', null)
  const file = join(home.releases, a.name, 'settings.env')
  await rm(file)
  await mkdir(file)
  await expect(planConfiguration(home, null)).rejects.toThrow(`${file} est inutilisable : c’est un dossier`)
})

test('a compose file that differs is shown by its lines', async () => {
  await serve('b', await serve('a', null), { app: 'services: {}\nx-more: true\n' })
  expect(await planConfiguration(home, null)).toMatchObject({ changes: [], lines: ['- x-more: true'], relaunch: true })
})

test('the ports of this server stay, and addresses bring the pages along that were built with them', async () => {
  await serve('b', await serve('a', null, { settings: settings({ HTTPS_PORT: '443' }) }), {
    settings: settings({ ...moved, HTTPS_PORT: '9443' }),
  })
  const plan = await planConfiguration(home, null)
  expect(plan).toMatchObject({
    pages: true,
    settings: { HTTPS_PORT: 9443, NEXT_PUBLIC_WEB_URL: 'https://tiptop.test' },
  })
  expect(plan?.text).toContain('HTTPS_PORT=9443\n')
})

test('a settings file that cannot be used goes back to that of what runs, which is not touched', async () => {
  const b = await serve('b', await serve('a', null, { settings: settings(BAD) }))
  await writeFile(home.settings, settings({ HTTP_PORT: 'quatre-vingts' }))
  expect(await planConfiguration(home, null)).toMatchObject({
    former: { name: b.name },
    relaunch: false,
    unusable: expect.stringContaining('HTTP_PORT : un port'),
    settings: { HTTP_PORT: 80 },
  })
})

test('what was edited and not deployed goes back by the name of what runs', async () => {
  const a = await serve('a', null)
  await writeFile(home.settings, settings(BAD))
  expect(await planConfiguration(home, null)).toBeNull()
  expect(await settingsAwait(home)).toBe(true)
  expect(await planConfiguration(home, a.name)).toMatchObject({
    relaunch: false,
    changes: [{ setting: 'CONTEST', was: 'nobody', becomes: 'the-tip-top' }],
  })
})

test('a rollback point is named like a release: it needs a release that served, and its files as they were kept', async () => {
  const a = await serve('a', null)
  const tag = await keep('20261101', a, settings())
  const bad = await serve('b', a, { settings: settings(BAD), proven: false })
  expect((await planConfiguration(home, tag))?.former).toMatchObject({
    name: tag,
    release: a,
    appFile: join(home.backups.preDeploy, tag, 'app.yaml'),
  })
  const refused = (to: string) => expect(planConfiguration(home, to)).rejects
  const { tag: first } = await layPoint(home, '20261102', { release: null })
  await refused(first).toThrow("d'une version qui servait")
  await refused(await keep('20261103', a, settings(), 'settings.env')).toThrow('est abîmée')
  await serve('c', bad)
  await refused(bad.name).toThrow("n'a jamais servi")
})

test('of what was left behind on the way, the newest configuration is taken: that of a release before those of its points', async () => {
  const a = await serve('a', null)
  await keep('20261101', a, settings({ CONTEST: 'older' }))
  await serve('b', a, { settings: settings(BAD) })
  expect((await planConfiguration(home, null))?.former.name).toBe(a.name)
})

test('where nothing serves there is no configuration to go back to', async () => {
  await expect(planConfiguration(home, null)).rejects.toThrow('Rien ne sert encore en prod')
})

test('settings that were edited and those that serve are listed once each, with what they were', async () => {
  await serve('b', await serve('a', null), { settings: settings({ ...BAD, MAIL_FROM: 'b@tiptop.test' }) })
  await writeFile(home.settings, settings({ CONTEST: 'edited' }))
  const plan = await planConfiguration(home, null)
  expect(plan?.changes).toEqual([
    { setting: 'CONTEST', was: 'edited', becomes: 'the-tip-top' },
    { setting: 'MAIL_FROM', was: 'b@tiptop.test', becomes: 'Exploitation <ops@tiptop.test>' },
  ])
})

test('settings that await a deployment are those that the running release was not started with', async () => {
  await serve('a', null)
  expect(await settingsAwait(home)).toBe(false)
  await writeFile(home.settings, `# une remarque\n${settings()}`)
  expect(await settingsAwait(home)).toBe(false)
})

test('a name has to be that of something that served, whose settings this program still understands', async () => {
  const a = await serve('a', null)
  await serve('b', a, { settings: settings(BAD) })
  const refused = (to: string) => expect(planConfiguration(home, to)).rejects
  await refused('nobody').toThrow("n'a pas de version « nobody »")
  await refused('backup-20200101-000000').toMatchObject({
    code: 'not-there',
    message: expect.stringContaining("n'a pas de point de retour"),
    hint: expect.stringContaining('tiptop backup list prod'),
  })
  await writeFile(join(home.releases, a.name, 'settings.env'), `${settings()}OLD_SETTING=1\n`)
  await refused(a.name).toThrow(/La configuration de release-a n'est pas utilisable :\n.*OLD_SETTING/)
  await rm(join(home.releases, a.name, 'app.yaml'))
  await refused(a.name).toMatchObject({
    code: 'not-there',
    message: expect.stringContaining('n’a plus ses réglages'),
    hint: expect.stringContaining('--to'),
  })
})
