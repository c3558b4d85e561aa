import { chmod, cp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { settingsText } from '../../../test/door.ts'
import { commitNamed, deployOn } from '../../../test/recording/deploying.ts'
import {
  type FailAt,
  failAtEachStep,
  type RecordingServer,
  recordingServer,
} from '../../../test/recording/recording-server.ts'
import type { Environment } from '../../environment/environment.ts'
import type { Release } from '../../release/release.ts'
import { type ConfigurationPlan, planConfiguration } from './plan.ts'
import { putBackConfiguration } from './put-back.ts'

let server: RecordingServer
let good: string
afterEach(() => server.close())

/** The second release was deployed with a wrong contest in its settings, or with other settings. */
async function serveWrong(environment: Environment = 'preprod', own: Record<string, string> = { CONTEST: 'wrong' }) {
  server = await recordingServer(environment)
  const { home } = server.target
  good = await readFile(home.settings, 'utf8')
  for (const letter of ['a', 'b', 'c']) server.commit(commitNamed(letter))
  await deployOn(server, commitNamed('a'))
  await writeFile(home.settings, settingsText({ ENVIRONMENT: environment, ...own }))
  await deployOn(server, commitNamed('b'))
  server.model.changes.length = 0
}

async function agree(to: string | null = null): Promise<ConfigurationPlan> {
  const plan = await planConfiguration(server.target.home, to)
  if (!plan) throw new Error('no other configuration')
  return plan
}

const putBack = (agreed: ConfigurationPlan, how: FailAt = {}, to: string | null = null) =>
  server.run(step => putBackConfiguration(step, { to, agreed }, server.target, server.tools), how)

const settingsNow = () => readFile(server.target.home.settings, 'utf8')

test('the images that serve run with the former settings, and those of before are kept beside them', async () => {
  await serveWrong()
  const left = await settingsNow()
  const agreed = await agree()
  const { ending, journal } = await putBack(agreed)
  expect(ending).toMatchObject({ outcome: 'done', value: { release: { commits: { backend: commitNamed('b') } } } })
  expect(await settingsNow()).toBe(good)
  const { serves } = await server.state()
  expect(serves).toMatch(/-config-bbbbbbb$/)
  expect(server.model.changes.filter(change => /\bmigrate\b/.test(change))).toEqual([])
  const kept = ending.outcome === 'done' ? ending.value.kept : ''
  expect(await readFile(kept, 'utf8')).toBe(left)
  const told = journal.flatMap(entry => ('detail' in entry && entry.detail ? [entry.detail] : []))
  expect(told.slice(0, 2)).toEqual([agreed.former.name, expect.stringContaining(kept)])
})

test('when a deployment came in between, nothing is done', async () => {
  await serveWrong()
  const agreed = await agree()
  await deployOn(server, commitNamed('c'))
  server.model.changes.length = 0
  expect(await putBack(agreed)).toMatchObject({ ending: { outcome: 'failed' } })
  expect(server.model.changes).toEqual([])
})

test.each<[Environment, string, string]>([
  ['dev', '4.1', 'D J L K M S T V X'],
  ['preprod', '4.2', 'G I P Q R AB AC AD AF'],
  ['prod', '4.3', 'L AA V W X AB AO AP AT AV'],
])('in %s a configuration takes its way through diagram %s', async (environment, diagram, ids) => {
  await serveWrong(environment)
  const { way } = await putBack(await agree())
  expect(way(diagram)).toBe(ids)
})

/** What the backend and the frontend that serve were built from. */
async function commitsThatServe() {
  const { serves } = await server.state()
  const file = join(server.target.home.releases, serves ?? '', 'release.json')
  return (JSON.parse(await readFile(file, 'utf8')) as Release).commits
}

test('former addresses bring the pages of the former release along, since they are built into them', async () => {
  await serveWrong('preprod', {
    NEXT_PUBLIC_WEB_URL: 'https://x.tiptop.test',
    NEXT_PUBLIC_API_URL: 'https://api.x.tiptop.test',
  })
  const { ending } = await putBack(await agree())
  expect(ending.outcome).toBe('done')
  expect(await commitsThatServe()).toEqual({ backend: commitNamed('b'), frontend: commitNamed('a') })
})

test.each<[string, 'compatible' | 'breaking', boolean]>([
  ['a', 'compatible', false],
  ['a', 'breaking', true],
  ['b', 'breaking', false],
])(
  'back to the configuration of %s, with a %s migration in b, the way back from there is closed: %s',
  async (letter, kind, breaking) => {
    server = await recordingServer('dev')
    const migrations = { '0001-first': 'compatible', '0002-next': kind } as const
    server.commit(commitNamed('a'))
    for (const later of ['b', 'c']) server.commit(commitNamed(later), { migrations })
    for (const each of ['a', 'b', 'c']) await deployOn(server, commitNamed(each), { approvedBreaking: true })
    const to = (await readdir(server.target.home.releases)).find(name => name.endsWith(letter)) ?? ''
    const { ending } = await putBack(await agree(to), {}, to)
    expect(ending).toMatchObject({ outcome: 'done', value: { release: { former: to, breaking } } })
  },
)

test('a settings file that cannot be used is replaced alone: what serves goes on, and the bad one is kept', async () => {
  await serveWrong()
  const { home } = server.target
  const { serves } = await server.state()
  await writeFile(home.settings, settingsText({ HTTP_PORT: 'quatre-vingts' }))
  await chmod(home.settings, 0o600)
  const { ending, way } = await putBack(await agree())
  expect(ending).toMatchObject({ outcome: 'done', value: { release: { name: serves } } })
  expect(server.model.changes).toEqual([expect.stringMatching(/^write \.env\.preprod\.2026/), 'write .env.preprod'])
  expect(await settingsNow()).toContain('CONTEST=wrong\n')
  expect((await stat(home.settings)).mode & 0o777).toBe(0o600)
  if (ending.outcome === 'done') expect(await readFile(ending.value.kept, 'utf8')).toContain('quatre-vingts')
  expect(way('4.2')).toBe('G I P')
})

test('a settings file that is gone comes back', async () => {
  await serveWrong()
  const { home } = server.target
  await rm(home.settings)
  const { ending } = await putBack(await agree())
  expect(ending.outcome).toBe('done')
  expect(await settingsNow()).toContain('CONTEST=wrong\n')
  expect((await stat(home.settings)).mode & 0o777).toBe(0o640)
})

test('settings that cannot be kept are not replaced', async () => {
  await serveWrong()
  server.model.broken.push(/^write \.env\.preprod\.2026/)
  const { ending } = await putBack(await agree())
  expect(ending).toMatchObject({ error: { message: expect.stringContaining('broken on purpose') } })
  expect(await settingsNow()).toContain('CONTEST=wrong\n')
})

test('when nothing differs any more, nothing is done', async () => {
  await serveWrong()
  const { releases } = server.target.home
  const agreed = await agree()
  for (const name of ['app.yaml', 'settings.env'])
    await cp(join(releases, agreed.former.name, name), join(releases, agreed.running.release.name, name))
  const { ending } = await putBack(agreed)
  expect(ending).toMatchObject({ outcome: 'failed', error: { code: 'changed-meanwhile' } })
  expect(ending).toMatchObject({ error: { message: expect.stringContaining('il y a rien au lieu de') } })
  expect(server.model.changes).toEqual([])
})

test('whatever step fails, the settings are those of before and what served goes on serving', async () => {
  await serveWrong()
  const [before, settings] = [await server.state(), await settingsNow()]
  const titles = await failAtEachStep(
    async how => putBack(await agree(), how),
    async title => {
      expect(await server.state(), title).toEqual(before)
      expect(await settingsNow(), title).toBe(settings)
    },
  )
  expect(titles).toContain('Remettre les réglages')
})
