import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { homeOf } from '../environment/home.ts'
import { givingWay, rehearsalVariant, scratchOf, withSettings } from './scratch.ts'

const SERVER = join(import.meta.dirname, '..', '..', '..', 'environments', 'server')
type Compose = { services: Record<string, { restart?: string; cpu_shares?: number }> }

test('a rehearsal has names of its own in the engine and folders of its own on the disk', () => {
  const home = homeOf({ root: '/srv/tiptop', backups: '/srv/backups', project: 'tiptop' }, 'preprod')
  const scratch = scratchOf(home)
  expect(scratch.stack).toBe('tiptop-rehearsal-preprod')
  for (const folder of [scratch.folder, scratch.backups.daily, scratch.backups.images])
    expect(folder).toMatch(/^\/srv\/backups\/rehearsal\/preprod\//)
})

test('own settings of a rehearsal replace those that were saved, and the others stay', () => {
  expect(withSettings('A=1\nAB=2\n# A=3\nB=', { A: '', C: '4' })).toBe('AB=2\n# A=3\nB=\nA=\nC=4\n')
})

test('a secret that cannot be read stops the rehearsal, whose environment could reach people with it', async () => {
  const root = await mkdtemp(join(tmpdir(), 'tiptop-scratch-'))
  const home = homeOf({ root, backups: join(root, 'backups'), project: 'tiptop' }, 'prod')
  await mkdir(home.secret('smtp-url'), { recursive: true })
  await expect(rehearsalVariant.settings(home)).rejects.toThrow(`${home.secret('smtp-url')} est inutilisable`)
  await rm(root, { recursive: true })
})

test.each(['infra.yaml', 'app.yaml'])(
  'the services of %s give way to players, and are gone after a restart of the machine',
  async file => {
    const text = await readFile(join(SERVER, file), 'utf8')
    const [own, changed] = [text, givingWay(text)].map(yaml => parse(yaml, { merge: true }) as Compose)
    const lasting = Object.keys(own?.services ?? {}).filter(name => own?.services[name]?.restart === 'unless-stopped')
    expect(lasting.length).toBeGreaterThan(0)
    for (const name of lasting) expect(changed?.services[name]).toMatchObject({ restart: 'no', cpu_shares: 256 })
  },
)
