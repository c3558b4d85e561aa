import { chown, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { reached } from '../../../scripts/diagrams/reached.ts'
import { runProgram } from '../../src/cli/program.ts'
import { readConfig } from '../../src/config.ts'
import { timersOf } from '../../src/night/units.ts'
import { installMissing } from '../machine/debian.ts'
import { run } from '../machine/run.ts'
import { REPOSITORY } from './application.ts'

/** The account to which the environment belongs. */
const OWNER = process.getuid?.() || 1000
let folder: string
/** not there before the command makes it */
let units: string
beforeAll(async () => {
  await installMissing({ 'systemd-analyze': 'systemd' }, ['/usr/bin', '/bin'])
  folder = await mkdtemp(join(tmpdir(), 'tiptop-units-'))
  units = join(folder, 'units')
  await mkdir(join(folder, 'prod'))
  if (process.getuid?.() === 0) await chown(join(folder, 'prod'), OWNER, OWNER)
  expect(await install()).toBe(0)
})
afterAll(() => rm(folder, { recursive: true }))

async function install(): Promise<number> {
  const tools = {
    config: readConfig({ TIPTOP_ROOT: folder }),
    out: () => {},
    terminal: { write: () => {} },
    now: () => new Date(),
  }
  return runProgram(tools, ['backup', 'schedule', 'install', 'prod', '--units', units], () => {})
}
const unit = (name: string) => readFile(join(units, name), 'utf8')

test('systemd accepts the units, those of the timers and those that they start [3.1/A 3.1/B]', async () => {
  const names = timersOf('prod', { rehearses: true, renews: true }).flatMap(timer => [
    timer,
    timer.replace('.timer', '.service'),
  ])
  names.push('tiptop-backup-failed@prod.service', 'tiptop-rehearse-failed@prod.service')
  names.push('tiptop-registry@prod.timer', 'tiptop-registry@prod.service')
  await run(['systemd-analyze', '--recursive-errors=yes', 'verify', ...names], { cwd: units })
  reached('3.1/A', '3.1/B')
})

test('the backup begins at 02:00 UTC, also on a server that keeps another time, and is caught up on after a power cut [3.1/A]', async () => {
  const timer = await unit('tiptop-backup@.timer')
  expect(timer).toMatch(/^Persistent=true$/m)
  const [, when = ''] = /^OnCalendar=(.*)$/m.exec(timer) ?? []
  const from = '--base-time=2026-03-28 12:00:00 UTC'
  const env = { TZ: 'Europe/Paris', LC_ALL: 'C.UTF-8' }
  const said = await run(['systemd-analyze', 'calendar', '--iterations=3', from, when], { env })
  const elapses = [...said.matchAll(/(?:\(in UTC\)|elapse): \w+ ([\d-]+ [\d:]+) UTC/g)].map(match => match[1])
  expect(elapses.slice(0, 3)).toEqual(['2026-03-29 02:00:00', '2026-03-30 02:00:00', '2026-03-31 02:00:00'])
  reached('3.1/A')
})

test('a backup that fails, however it does, is reported [3.1/B]', async () => {
  expect(await unit('tiptop-backup@.service')).toMatch(/^OnFailure=tiptop-backup-failed@%i\.service$/m)
  expect(await unit('tiptop-backup-failed@.service')).toContain('backup schedule failed %i')
  reached('3.1/B')
})

test('a restoration is rehearsed each week where a key is, which no command and no other service ever holds', async () => {
  expect(timersOf('prod', { rehearses: false, renews: false })).not.toContain('tiptop-rehearse@prod.timer')
  const service = await unit('tiptop-rehearse@.service')
  expect(service).toMatch(/^LoadCredential=identity:\/etc\/tiptop\/rehearsal-%i\.key$/m)
  expect(service).toMatch(/^ExecStart=.* rehearse %i --identity \$\{CREDENTIALS_DIRECTORY\}\/identity$/m)
  expect(service).toMatch(/^OnFailure=tiptop-rehearse-failed@%i\.service$/m)
  expect(await unit('tiptop-rehearse-failed@.service')).toContain('backup schedule failed %i --of rehearse')
  expect(await unit('tiptop-rehearse@.timer')).toMatch(/^OnCalendar=Sun /m)
})

test('the units start this very program, and installing them again changes nothing', async () => {
  const before = await unit('tiptop-backup@.service')
  expect(before).toContain(`ExecStart=${process.execPath} ${join(REPOSITORY, 'ops', 'src', 'main.ts')} backup`)
  expect(before).not.toContain('@NODE@')
  expect(await install()).toBe(0)
  expect(await unit('tiptop-backup@.service')).toBe(before)
})

test('each service runs under the account of the environment, as deployments do', async () => {
  const services = (await readdir(units)).filter(name => name.endsWith('.service'))
  expect(services.length).toBeGreaterThan(5)
  for (const name of services) expect(await unit(name), name).toContain(`\nUser=${OWNER}\nGroup=${OWNER}\n`)
})
