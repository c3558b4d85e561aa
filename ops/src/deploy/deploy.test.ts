import { access, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { commitNamed, deployOn } from '../../test/recording/deploying.ts'
import { failAtEachStep, type RecordingServer, recordingServer } from '../../test/recording/recording-server.ts'
import type { CommitModel } from '../../test/recording/server-model.ts'
import { type Environment, environments } from '../environment/environment.ts'

let server: RecordingServer
afterEach(() => server.close())

const [FIRST, SECOND, THIRD] = ['a', 'b', 'c'].map(commitNamed) as [string, string, string]
const MIGRATIONS = { '0001-first': 'compatible' } as const
const BREAKING = { migrations: { ...MIGRATIONS, '0002-breaks': 'breaking' } } as const

/** A server on which the second release serves and the first one is kept, and a third commit that may be deployed. */
async function serveTwo(environment: Environment, third: Partial<CommitModel> = {}) {
  server = await recordingServer(environment)
  server.commit(FIRST, { version: '1.0.0' })
  server.commit(SECOND, { version: '1.1.0' })
  server.commit(THIRD, { version: '1.2.0', ...third })
  await deployOn(server, FIRST)
  const { ending } = await deployOn(server, SECOND)
  expect(ending.outcome).toBe('done')
  server.model.changes.length = 0
  return server.state()
}

/** Labels that name a commit of their own stay: no other commit has them, and nothing is deployed by them. */
function withoutExact({ labels, points, ...state }: Awaited<ReturnType<RecordingServer['state']>>) {
  const moving = Object.entries(labels).filter(([label]) => !/-[\da-f]{7}$|backups\//.test(label))
  return { ...state, labels: Object.fromEntries(moving) }
}

/** What the steps of a run have found, a sentence each. */
const toldBy = ({ journal }: Awaited<ReturnType<typeof deployOn>>) =>
  journal.flatMap(entry => ('detail' in entry && entry.detail ? [entry.detail] : []))

const isSwitch = (change: string) => change.includes('flags/green.on')
const indexOf = (pattern: RegExp) => server.model.changes.findIndex(change => pattern.test(change))

test.each(environments)(
  'in %s a commit is put in service, and the release before it is kept, stopped',
  async environment => {
    const before = await serveTwo(environment)
    const { ending } = await deployOn(server, THIRD)
    const release = { version: '1.2.0', breaking: false, former: before.serves }
    expect(ending).toMatchObject({ outcome: 'done', value: { release, warnings: [] } })
    const after = await server.state()
    expect(after.serves).toMatch(/-1\.2\.0-ccccccc$/)
    expect(after).toMatchObject({
      holds: { blue: after.serves, green: before.serves },
      running: [`tiptop-test-${environment}-blue`],
      maintenance: false,
    })
    const more = { dev: ['latest'], preprod: [], prod: ['1.2.0'] }[environment]
    for (const piece of ['backend', 'frontend'])
      for (const label of [`${environment}-latest`, ...more])
        expect(after.labels[`tiptop/${piece}:${label}`]).toBe(
          after.labels[`tiptop/${piece}:${environment}-1.2.0-ccccccc`],
        )
    expect(after.points).toHaveLength(environment === 'prod' ? 3 : 0)
  },
)

test('a version names the images that got it first: a later build of it is deployed under its other labels, and that is said', async () => {
  const before = await serveTwo('prod', { version: '1.1.0' })
  const { ending } = await deployOn(server, THIRD)
  const said = expect.stringMatching(/^la version 1\.1\.0 nomme déjà d'autres images, .*npm run release/)
  expect(ending).toMatchObject({ outcome: 'done', value: { warnings: [said] } })
  const { labels, serves } = await server.state()
  expect(serves).toMatch(/-1\.1\.0-ccccccc$/)
  for (const image of ['tiptop/backend', 'tiptop/frontend']) {
    expect(labels[`${image}:1.1.0`]).toBe(before.labels[`${image}:1.1.0`])
    expect(labels[`${image}:1.1.0`]).toBe(labels[`${image}:prod-1.1.0-bbbbbbb`])
    expect(labels[`${image}:prod-latest`]).toBe(labels[`${image}:prod-1.1.0-ccccccc`])
    expect(labels[`${image}:prod-latest`]).not.toBe(labels[`${image}:1.1.0`])
  }
})

test('a version of which one image is another build is taken whole: the other image does not get its label', async () => {
  await serveTwo('prod')
  server.model.registry.get('tiptop/backend')?.set('1.2.0', `sha256:${'0'.repeat(64)}`)
  const { ending } = await deployOn(server, THIRD)
  expect(ending).toMatchObject({ outcome: 'done', value: { warnings: [expect.stringContaining('1.2.0')] } })
  const { labels } = await server.state()
  expect(labels).toMatchObject({ 'tiptop/backend:1.2.0': `sha256:${'0'.repeat(64)}` })
  expect(labels).not.toHaveProperty(['tiptop/frontend:1.2.0'])
})

test('the same build again is what its version names already', async () => {
  const before = await serveTwo('prod')
  const { ending } = await deployOn(server, SECOND)
  expect(ending).toMatchObject({ outcome: 'done', value: { warnings: [] } })
  expect((await server.state()).labels).toMatchObject({
    'tiptop/backend:1.1.0': before.labels['tiptop/backend:1.1.0'],
  })
})

test('a commit is checked and built with its own dependencies, and its pages for the environment and its addresses', async () => {
  await serveTwo('dev')
  await deployOn(server, THIRD)
  const order = [
    /-checks npm ci /,
    /-checks npm run lint/,
    /-checks npm test/,
    /buildx build .*backend/,
    /buildx build .*frontend/,
  ]
  const places = order.map(indexOf)
  expect(places).not.toContain(-1)
  expect(places).toEqual(places.toSorted((a, b) => a - b))
  const built = server.model.changes.filter(change => /buildx build .*--build-arg/.test(change))
  expect(built).toHaveLength(2)
  const addresses = ['NEXT_PUBLIC_API_URL=https://api.tiptop.test', 'NEXT_PUBLIC_WEB_URL=https://tiptop.test']
  for (const arg of ['VERSION=1.2.0', `COMMIT=${THIRD}`, 'ENVIRONMENT=dev', ...addresses])
    for (const command of built) expect(command).toContain(` --build-arg ${arg} `)
  for (const label of ['version=1.2.0', `revision=${THIRD}`, 'created=2026-11-23T07:00:00Z'])
    for (const command of built) expect(command).toContain(` --label org.opencontainers.image.${label} `)
})

test('what a commit may run before it is approved runs in a container that has nothing of this server, and is gone afterwards', async () => {
  await serveTwo('dev', { tests: 'red' })
  await deployOn(server, THIRD)
  const started = server.model.changes.filter(change => change.startsWith('docker run') && change.includes('-checks'))
  expect(started).toEqual([expect.stringContaining('--user node --cap-drop ALL --security-opt no-new-privileges:true')])
  expect(started[0]).not.toMatch(/--(volume|mount|env-file|privileged|network|pid|device|group-add) |docker\.sock/)
  expect(server.model.changes.filter(change => change.startsWith('npm'))).toEqual([])
  expect([...server.model.infra]).toEqual([server.target.home.database.container])
})

test.each([
  ['dev', 'warns', 'done'],
  ['preprod', 'stops the deployment', 'failed'],
  ['prod', 'stops the deployment', 'failed'],
] as const)(
  'in %s a dependency that an advisory is about %s, before any of its code ran',
  async (place, _what, ends) => {
    await serveTwo(place, { packages: { 'node_modules/semver': { version: '7.5.1' } } })
    const { ending } = await deployOn(server, THIRD)
    const said = expect.stringContaining('semver 7.5.1 : GHSA-c2qf-rxjj-qqgw')
    if (ends === 'done') expect(ending).toMatchObject({ outcome: 'done', value: { warnings: [said] } })
    else {
      expect(ending).toMatchObject({ outcome: 'failed', error: { code: 'check-failed', message: said } })
      expect(server.model.changes.filter(change => change.includes('-checks'))).toEqual([])
    }
  },
)

test('a release keeps what each of its images is made of', async () => {
  await serveTwo('prod')
  const { ending } = await deployOn(server, THIRD)
  const { name } = ending.outcome === 'done' ? ending.value.release : { name: '' }
  for (const piece of ['backend', 'frontend']) {
    const bill = await readFile(join(server.target.home.releases, name, `${piece}.cdx.json`), 'utf8')
    expect(JSON.parse(bill)).toMatchObject({ bomFormat: 'CycloneDX', components: [{ name: 'tea' }] })
  }
})

test('a deployment reports what it found: the approval, the commit, the migrations, the addresses', async () => {
  const next = { ...MIGRATIONS, '0002-next': 'compatible', '0003-more': 'compatible' } as const
  await serveTwo('dev', { migrations: next })
  const first = await deployOn(server, THIRD, { warnings: ['aucune répétition récente'] })
  expect(toldBy(first)).toEqual(
    expect.arrayContaining([
      'automatique (poussée) ; aucune répétition récente',
      'ccccccc',
      'à appliquer : 0002-next, 0003-more',
      'ce n’est que la petite liste livrée avec le code : ADVISORIES nomme la vraie',
      'https://tiptop.test',
    ]),
  )
  expect(toldBy(await deployOn(server, THIRD))).toContain('rien à appliquer')
})

test.each(['Construire les images dev-latest', undefined])(
  'the extracted commit does not stay, whether the deployment fails at « %s » or succeeds',
  async failAt => {
    await serveTwo('dev')
    await deployOn(server, THIRD, {}, failAt ? { failAt } : {})
    await expect(access(server.target.home.workshop)).rejects.toThrow('ENOENT')
  },
)

test('nothing that serves is touched before the switch', async () => {
  await serveTwo('prod')
  const { titles } = await deployOn(server, THIRD)
  expect(titles.length).toBeGreaterThan(30)
  const { changes } = server.model
  const untilSwitch = changes.slice(0, changes.findIndex(isSwitch))
  expect(
    untilSwitch.filter(change => /tiptop-test-prod-green|prod\/green\/|(link|remove) (green|flags)/.test(change)),
  ).toEqual([])
  expect(indexOf(/up --detach/)).toBeLessThan(changes.findIndex(isSwitch))
  expect(indexOf(/ stop$/)).toBeGreaterThan(indexOf(/send .*claim/))
})

test('the first deployment that fails leaves neither labels nor a release that serves', async () => {
  server = await recordingServer('dev')
  server.commit(FIRST, { release: 'never-starts' })
  const { ending } = await deployOn(server, FIRST)
  expect(ending).toMatchObject({ outcome: 'undone', error: { message: expect.stringContaining('ne démarre pas') } })
  expect(withoutExact(await server.state())).toMatchObject({ serves: null, running: [], labels: {} })
})

test.each(['never-starts', 'ill'] as const)('a release that is %s is taken out again', async release => {
  const before = await serveTwo('prod', { release })
  const { ending } = await deployOn(server, THIRD)
  expect(ending.outcome).toBe('undone')
  expect(withoutExact(await server.state())).toEqual(withoutExact(before))
})

test('a registry that is away stops the deployment before the tests and the build', async () => {
  const before = await serveTwo('preprod')
  server.model.broken.push(/^look tiptop\//)
  const { ending, titles } = await deployOn(server, THIRD)
  expect(ending.outcome).toBe('failed')
  expect(titles.at(-1)).toBe('Préparer preprod depuis la branche preprod')
  expect(server.model.changes).toEqual([])
  expect(await server.state()).toEqual(before)
})

test.each([
  ['docker login', ['registre.tiptop.test', '« tiptop »']],
  ['docker push', ['registre.tiptop.test/tiptop/backend:dev-1.2.0-ccccccc']],
])('when %s fails, the operator reads what the registry was asked for, and its answer', async (command, asked) => {
  const before = await serveTwo('dev')
  server.model.broken.push(new RegExp(`^${command}`))
  const { ending } = await deployOn(server, THIRD)
  for (const words of [...asked, 'broken on purpose'])
    expect(ending).toMatchObject({ error: { message: expect.stringContaining(words) } })
  expect(await server.state()).toEqual(before)
})

test('where a person has to agree, nothing happens until they do', async () => {
  server = await recordingServer('prod', { APPROVAL: 'manual' })
  server.commit(FIRST)
  const { ending } = await deployOn(server, FIRST)
  expect(ending).toMatchObject({
    outcome: 'failed',
    error: { code: 'not-approved', hint: expect.stringContaining('--approved-by') },
  })
  expect(server.model.changes).toEqual([])
  const agreed = await deployOn(server, FIRST, { approval: { by: 'demo', build: 'main #42' } })
  expect(agreed.ending.outcome).toBe('done')
  expect(toldBy(agreed)).toContain('donné par demo (dans Jenkins, main #42)')
})

test('a container migrates the database for a commit that changes it, or that has an index to build, and for no other', async () => {
  const indexes = ['users_words']
  await serveTwo('prod', { indexes })
  const migrated = async (commit: string) => {
    server.model.changes.length = 0
    expect((await deployOn(server, commit)).ending.outcome).toBe('done')
    return server.model.changes.some(change => change.endsWith(' migrate'))
  }
  expect(await migrated(SECOND)).toBe(false)
  expect(await migrated(THIRD)).toBe(true)
  expect(await migrated(THIRD)).toBe(false)
  Object.assign(server.model.databases.get('tiptop') ?? {}, { sortsOtherwise: true })
  expect(await migrated(SECOND)).toBe(false)
  expect(await migrated(THIRD)).toBe(true)
  const fourth = commitNamed('d')
  server.commit(fourth, { version: '1.3.0', indexes, migrations: { ...MIGRATIONS, '0002-adds': 'compatible' } })
  expect(await migrated(fourth)).toBe(true)
})

test('the accounts of the journeys are made before the switch, while the release starts, and ended beside its stop', async () => {
  await serveTwo('prod')
  const { ending, titles } = await deployOn(server, THIRD)
  expect(ending.outcome).toBe('done')
  const places = [/commands\.ts open$/, /flags\/green\.on/, /\/claim/, /commands\.ts close$/].map(indexOf)
  expect(places).toEqual(places.toSorted((one, other) => one - other))
  expect(places).not.toContain(-1)
  const at = (title: string) => titles.findIndex(one => one.startsWith(title))
  expect(at('Démarrer la version') - at('Préparer un ticket')).toBe(1)
  expect(at('Arrêter la version') - at('Retirer les accès')).toBe(1)
})

test('a breaking migration is refused without an approval, before anything is built or changed', async () => {
  const before = await serveTwo('dev', BREAKING)
  const { ending, titles } = await deployOn(server, THIRD)
  expect(ending).toMatchObject({
    outcome: 'failed',
    error: { code: 'not-approved', hint: expect.stringContaining('--approve-breaking') },
  })
  expect(titles.at(-1)).toBe('Lire les migrations du commit')
  expect(server.model.changes).toEqual([])
  expect(await server.state()).toEqual(before)
})

test('a breaking migration that was approved is applied behind the maintenance page, after a rollback point', async () => {
  await serveTwo('dev', BREAKING)
  const { ending } = await deployOn(server, THIRD, { approvedBreaking: true })
  expect(ending).toMatchObject({ outcome: 'done', value: { release: { breaking: true } } })
  const order = [
    /versions\.json/,
    /write flags\/maintenance\.on/,
    /migrate$/,
    /flags\/green\.on/,
    /remove flags\/maintenance\.on/,
  ]
  const places = order.map(indexOf)
  expect(places).toEqual(places.toSorted((a, b) => a - b))
  expect(places).not.toContain(-1)
  expect(await server.state()).toMatchObject({ maintenance: false, migrations: ['0001-first', '0002-breaks'] })
})

test('a database that cannot be given back keeps the site closed, and a person has to look', async () => {
  await serveTwo('dev', { ...BREAKING, release: 'never-starts' })
  server.model.broken.push(/pg_restore --exit-on-error/)
  const { ending } = await deployOn(server, THIRD, { approvedBreaking: true })
  expect(ending.outcome).toBe('stuck')
  expect(await server.state()).toMatchObject({ maintenance: true })
})

test('what an interrupted run left running beside what serves is stopped first', async () => {
  await serveTwo('dev')
  const [idle, project] = [`tiptop-test-dev-blue`, server.model.projects.get('tiptop-test-dev-blue')]
  if (project) server.model.projects.set(idle, { ...project, running: true })
  await deployOn(server, THIRD, {}, { failAt: 'Relever ce qui tourne' })
  expect((await server.state()).running).toEqual(['tiptop-test-dev-green'])
})

test.each(environments)(
  'in %s whatever step fails, what served goes on serving, and labels are put back',
  async environment => {
    const before = withoutExact(await serveTwo(environment))
    const titles = await failAtEachStep(
      how => deployOn(server, THIRD, {}, how),
      async title => expect(withoutExact(await server.state()), title).toEqual(before),
    )
    expect(titles.length).toBeGreaterThan(20)
  },
)

test('whatever step fails after an approved breaking migration, the database of before is back and the site open', async () => {
  const { databases, ...before } = withoutExact(await serveTwo('dev', BREAKING))
  const titles = await failAtEachStep(
    how => deployOn(server, THIRD, { approvedBreaking: true }, how),
    async title => {
      const { databases: left, ...after } = withoutExact(await server.state())
      expect(after, title).toEqual(before)
      expect(left, title).toEqual(expect.arrayContaining(databases))
    },
  )
  expect(titles).toContain('Mettre la page de maintenance')
})
