import { existsSync } from 'node:fs'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { openDoor, settingsText } from '../../test/door.ts'
import { openMailServer } from '../../test/mail-server.ts'
import { readConfig } from '../config.ts'
import { secrets } from '../environment/home.ts'
import { takeLock } from '../procedure/lock.ts'
import { maintenanceOff, maintenanceOn, readMaintenance } from '../release/maintenance.ts'
import { listRuns } from '../runs/runs.ts'
import { openFiles } from '../tools/files.ts'
import { runProgram } from './program.ts'

const opened: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const { close } of opened.splice(0)) await close()
})

/** An environment whose door does as nginx: it closes while the flag is there, except for requests with the pass. */
async function open({ blind = false, up = true, settings = {} as Record<string, string>, smtp = 'demo' } = {}) {
  const door = await openDoor(({ headers }) => {
    const flags = door.target.home.flags
    const closed = !blind && existsSync(join(flags, 'maintenance.on'))
    const passes = existsSync(join(flags, `pass-${headers['x-tiptop-pass']}`))
    return { status: closed && !passes ? 503 : up ? 200 : 502 }
  })
  opened.push(door)
  const { home } = door.target
  await writeFile(home.settings, settingsText({ HTTPS_PORT: String(door.port), ...settings }))
  for (const name of secrets) await writeFile(home.secret(name), 'demo', { mode: 0o600 })
  await writeFile(home.secret('smtp-url'), smtp)
  await writeFile(home.secret('notify-webhook'), '')
  const config = readConfig({ TIPTOP_ROOT: door.folder, TIPTOP_PROJECT: 'tiptop-test', USER: 'exploitante' })
  const tiptop = async (...args: string[]) => {
    const said: string[] = []
    const complained: string[] = []
    const out = (text: string) => void said.push(text)
    const now = () => new Date('2026-11-23T03:00:00Z')
    const tools = { config, out, terminal: { write: out }, now }
    const code = await runProgram(tools, args, text => void complained.push(text))
    return { code, out: said.join(''), err: complained.join('') }
  }
  return { home, tiptop, asked: door.asked, flags: () => readdir(home.flags) }
}

test('the maintenance page is shown until it is taken away, and says since when, by whom and why [4.3/S 4.3/AC]', async () => {
  const { tiptop, flags, home } = await open()
  expect(await tiptop('maintenance', 'status', 'prod')).toMatchObject({ code: 0, out: 'prod est ouvert à tous.\n' })
  expect(await tiptop('maintenance', 'on', 'prod', '--reason', 'disque à changer')).toMatchObject({ code: 0, err: '' })
  const { out } = await tiptop('maintenance', 'status', 'prod')
  expect(out).toMatch(
    /^prod est fermé depuis 2026-11-23 03:00 UTC par exploitante : disque à changer \(\d+-\d+-maintenance-on-\w+\)\n$/,
  )
  const { out: json } = await tiptop('maintenance', 'status', 'prod', '--json')
  expect(JSON.parse(json)).toMatchObject({
    maintenance: { by: 'exploitante', reason: 'disque à changer', stays: true },
  })
  expect(await tiptop('maintenance', 'off', 'prod')).toMatchObject({ code: 0, err: '' })
  expect(await readMaintenance(home)).toBeNull()
  expect(await flags()).toEqual([])
})

test('the people on call and the shops read that the site closes and why, and that it is open again [4.3/T]', async () => {
  const mail = await openMailServer()
  opened.push(mail)
  const settings = { NOTIFY_EMAILS: 'astreinte@tiptop.test', NOTIFY_EMAILS_SHOPS: 'lyon@tiptop.test,paris@tiptop.test' }
  const { tiptop } = await open({ settings, smtp: mail.url })
  await tiptop('maintenance', 'on', 'prod', '--reason', 'disque à changer')
  const sent = () => mail.mails.map(({ to, subject }) => `${to.join(' ')} : ${subject}`).sort()
  expect(sent()).toEqual([
    'astreinte@tiptop.test : [prod] maintenance en cours, le site est fermé',
    'lyon@tiptop.test paris@tiptop.test : [prod] maintenance en cours, le site est fermé',
  ])
  expect(mail.mails[0]?.text).toContain('Raison : disque à changer.')
  expect((await tiptop('maintenance', 'off', 'prod')).out).toContain('astreinte prévenue ; boutiques prévenues')
  await tiptop('maintenance', 'off', 'prod')
  expect(sent()).toHaveLength(4)
  expect(sent()).toContain('lyon@tiptop.test paris@tiptop.test : [prod] le site est rouvert')
})

test('an announcement that reaches no one is red, and the site is closed all the same', async () => {
  const { tiptop, home } = await open()
  expect(await tiptop('maintenance', 'on', 'prod')).toMatchObject({ code: 0, err: '' })
  expect(await readMaintenance(home)).toMatchObject({ stays: true })
  const [{ steps } = { steps: [] }] = await listRuns(home.runs)
  expect(steps.find(({ node }) => node === '4.3/T')).toMatchObject({
    state: 'failed',
    detail: expect.stringMatching(/NOTIFY_EMAILS est vide.* ; aucune boutique n’est prévenue/),
  })
})

test('a page that is shown already is reported, and keeps its first moment', async () => {
  const { tiptop, home, flags } = await open()
  await tiptop('maintenance', 'on', 'prod', '--reason', 'un')
  const { out } = await tiptop('maintenance', 'on', 'prod', '--reason', 'deux')
  expect(out).toContain('déjà montrée depuis 2026-11-23 03:00 UTC par exploitante : un')
  expect(await readMaintenance(home)).toMatchObject({ reason: 'deux', since: '2026-11-23T03:00:00.000Z' })
  expect(await flags()).toEqual(['maintenance.on', expect.stringMatching(/^pass-[0-9a-f]{32}$/)])
})

test('a page that does not appear is taken away again, and the site is as it was', async () => {
  const { tiptop, flags, home } = await open({ blind: true })
  expect(await tiptop('maintenance', 'on', 'prod')).toMatchObject({
    code: 20,
    err: expect.stringContaining('200 au lieu de la page de maintenance'),
  })
  expect(await flags()).toEqual([])
  await maintenanceOn(home, 'migration', openFiles())
  const before = await readMaintenance(home)
  expect(await tiptop('maintenance', 'on', 'prod')).toMatchObject({ code: 20 })
  expect(await readMaintenance(home)).toEqual(before)
})

test('a site that is down behind its page stays closed as it was, and how to open it all the same is said', async () => {
  const { tiptop, home, flags } = await open({ up: false })
  await maintenanceOn(home, 'enquête', openFiles(), { stays: true })
  const before = await readMaintenance(home)
  const { code, err } = await tiptop('maintenance', 'off', 'prod')
  expect(code).toBe(20)
  expect(err).toContain('https://tiptop.test/ : la maintenance est retirée, et le service répond 502')
  expect(await flags()).toEqual(['maintenance.on', expect.stringMatching(/^pass-[0-9a-f]{32}$/)])
  expect(err).toContain(`→ La page est remise. Ouvrir quand même : rm ${join(home.flags, 'maintenance.on')}`)
  expect(await readMaintenance(home)).toEqual(before)
})

test('a dry run closes nothing, and leaves nothing behind', async () => {
  const { tiptop, asked, flags, home } = await open()
  const { code, out } = await tiptop('maintenance', 'on', 'prod', '--dry-run')
  expect(code).toBe(0)
  expect(out).toContain(`écrirait ${join(home.flags, 'maintenance.on')}`)
  expect(asked).toEqual([])
  expect(await flags()).toEqual([])
})

test('another procedure on the environment is named, and the site stays as it is', async () => {
  const { tiptop, home, flags } = await open()
  const holder = { run: 'deploy-1', by: 'Jenkins', since: '2026-11-23T02:59:00Z', pid: 1 }
  const giveBack = await takeLock(home.lock, 'prod', holder)
  expect(await tiptop('maintenance', 'on', 'prod')).toMatchObject({ code: 11, err: expect.stringContaining('Jenkins') })
  await giveBack()
  expect(await flags()).toEqual([])
})

test('a procedure opens again what it has closed, and leaves closed what a person has', async () => {
  const { home } = await open()
  const files = openFiles()
  await maintenanceOn(home, 'migration', files)
  expect(await maintenanceOff(home, files)).toBeNull()
  expect(await readMaintenance(home)).toBeNull()

  await maintenanceOn(home, 'enquête', files, { stays: true })
  await maintenanceOn(home, 'migration', files)
  expect(await maintenanceOff(home, files)).toMatchObject({ reason: 'enquête' })
  expect(await readMaintenance(home)).toMatchObject({ reason: 'enquête' })
  await maintenanceOff(home, files, { always: true })
  expect(await readMaintenance(home)).toBeNull()
})

test('a flag that was made by hand closes the site as well', async () => {
  const { home, tiptop } = await open()
  await writeFile(join(home.flags, 'maintenance.on'), '')
  expect(await tiptop('maintenance', 'status', 'prod')).toMatchObject({
    out: `prod est fermé par inconnu : raison inconnue (${join(home.flags, 'maintenance.on')} : il est vide)\n`,
  })
  expect(await maintenanceOff(home, openFiles())).toMatchObject({ stays: true })
})
