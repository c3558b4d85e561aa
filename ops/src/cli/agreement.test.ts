import { cp, readdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { settingsText } from '../../test/door.ts'
import { openOnCall } from '../../test/incident/on-call.ts'
import { typeAnswer } from '../../test/machine/tiptop-process.ts'

const [NOW, BEFORE] = ['20261123-020000-1.0.0-abcdef0', '20261122-020000-0.9.0-1234567']

let onCall: Awaited<ReturnType<typeof openOnCall>>
beforeEach(async () => {
  onCall = await openOnCall()
  await onCall.servedBefore()
})
afterEach(() => onCall.close())

const onNoEngine = () => ({ ...onCall.env, DOCKER_HOST: 'unix:///nobody/listens/here.sock' })
const runs = () => readdir(onCall.home.runs).catch(() => [])

/** Settings that name another contest than what runs: rolling them back needs no engine. */
async function otherContest() {
  const { home } = onCall
  const good = settingsText({ HTTPS_PORT: String(onCall.port) })
  for (const name of [NOW, BEFORE]) await writeFile(join(home.releases, name, 'settings.env'), good)
  await writeFile(home.settings, good.replace('ENVIRONMENT=prod\n', 'ENVIRONMENT=production\n'))
  return good
}

test.for(['oui', 'o', 'yes', 'PROD', 'preprod', 'prod.', ''])(
  'only the name of the environment, typed in full, is a yes: « %s » is not',
  { timeout: 60_000 },
  async answer => {
    await otherContest()
    const before = await readFile(onCall.home.settings, 'utf8')
    const { code, shown } = await typeAnswer(['rollback', 'prod', 'config'], onNoEngine(), { answer })
    expect({ code, shown }).toEqual({ code: 1, shown: expect.stringContaining('✗ personne n’a confirmé') })
    expect(await readFile(onCall.home.settings, 'utf8')).toBe(before)
    expect(await runs()).toEqual([])
  },
)

test('the name of the environment is a yes', { timeout: 60_000 }, async () => {
  const good = await otherContest()
  const { code, shown } = await typeAnswer(['rollback', 'prod', 'config'], onNoEngine(), { answer: 'prod' })
  expect({ code, shown }).toEqual({ code: 0, shown: expect.stringContaining('Tapez « prod » pour continuer : ') })
  expect(await readFile(onCall.home.settings, 'utf8')).toBe(good)
})

/** Another release of this server, with all that a rollback looks for. */
async function release(name: string, own: object) {
  const folder = join(onCall.home.releases, name)
  await cp(join(onCall.home.releases, BEFORE), folder, { recursive: true })
  const before = JSON.parse(await readFile(join(folder, 'release.json'), 'utf8'))
  await writeFile(join(folder, 'release.json'), JSON.stringify({ ...before, name, ...own }))
}

test.for([
  [
    'the release that serves',
    async () => {
      await release('20261123-030000-1.1.0-fedcba9', { former: NOW })
      await rm(onCall.home.colour('blue'))
      await symlink(join('releases', '20261123-030000-1.1.0-fedcba9'), onCall.home.colour('blue'))
      return ['20261123-030000-1.1.0-fedcba9', NOW]
    },
    ['--to', BEFORE],
  ],
  [
    'the release before it',
    async () => {
      await release('20261122-120000-0.9.5-7654321', { former: BEFORE })
      await rm(join(onCall.home.releases, NOW), { recursive: true })
      await release(NOW, { former: '20261122-120000-0.9.5-7654321' })
      return ['20261122-120000-0.9.5-7654321', BEFORE]
    },
    [],
  ],
] as const)(
  'when %s changes between the question and the answer, another way back was agreed to, and nothing moves',
  { timeout: 60_000 },
  async ([, meanwhile, more]) => {
    const { home } = onCall
    let found: string[] = []
    const { code, shown } = await typeAnswer(['rollback', 'prod', ...more], onNoEngine(), {
      answer: 'prod',
      async meanwhile() {
        found = await meanwhile()
      },
    })
    const [now, agreed] = found
    expect({ code, shown }).toEqual({
      code: 1,
      shown: expect.stringContaining(`Entre-temps il y a ${now} au lieu de ${agreed}`),
    })
    expect(await readdir(home.flags)).toEqual([])
    expect(await readlink(home.colour('green')).catch(() => null)).toBeNull()
  },
)
