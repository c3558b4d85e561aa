import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { reached } from '../../../../scripts/diagrams/reached.ts'
import { record } from '../../../test/record.ts'
import type { Environment } from '../../environment/environment.ts'
import { runProcedure } from '../../procedure/procedure.ts'
import { CommandFailed, openShell, type Shell } from '../../tools/shell.ts'
import { runChecks } from './checks.ts'
import type { CheckName } from './gates.ts'
import type { SonarProject } from './quality-gate.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tiptop-checks-'))
})
afterEach(async () => {
  await rm(folder, { recursive: true })
})

type Given = { reports?: string | null; sonar?: SonarProject | null; shell?: Shell }

/** Makes the checks of an environment on the commit in the folder. */
async function checkFolder(
  environment: Environment,
  { reports = null, sonar = null, shell = openShell() }: Given = {},
) {
  const checkout = { folder, commit: '0'.repeat(40), version: '1.0.0' }
  const seen = record()
  const ending = await runProcedure({ ...seen, signal: new AbortController().signal }, step => {
    return runChecks(step, { environment, checkout, reports, sonar }, { shell })
  })
  return { ending, steps: seen.steps(), way: seen.way, journal: seen.written }
}

/** Makes the checks of an environment on a commit whose scripts are these, as npm runs them. */
async function check(environment: Environment, scripts: { lint: string; test: string }, reports: string | null = null) {
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'commit', private: true, scripts }))
  return checkFolder(environment, { reports })
}

/** The checks of an environment, of which this one is red: SonarQube cannot be asked, since it has no project. */
function checkRed(environment: Environment, red: CheckName) {
  const answer: Shell['run'] = async command => {
    const name = command.includes('lint') ? 'lint' : 'tests'
    if (name === red) throw new CommandFailed(command, 1, 'three faults')
    return `counting…\n${name} fine`
  }
  const sonar = red === 'quality' ? { url: 'https://sonar.exemple.test', project: '', token: 'demo' } : null
  return checkFolder(environment, { sonar, shell: { read: answer, run: answer } })
}

test.each<[Environment, CheckName, Record<string, string>]>([
  ['dev', 'lint', { 2.1: 'R S', 2.2: 'I J K L M O' }],
  ['dev', 'tests', { 2.1: 'R S', 2.2: 'I J L M N O' }],
  ['preprod', 'lint', { 2.1: 'R T', 2.3: 'J L K M N' }],
  ['preprod', 'tests', { 2.1: 'R T', 2.3: 'J L K M P O' }],
  ['preprod', 'quality', { 2.1: 'R S', 2.3: 'J L K M P Q R T U V W Y' }],
  ['prod', 'lint', { 2.1: 'R T', 2.4: 'L O M P N Q T R' }],
  ['prod', 'tests', { 2.1: 'R S T', 2.4: 'L O M P N Q T R' }],
  ['prod', 'quality', { 2.1: 'R S', 2.4: 'L O M P N Q S T' }],
])('in %s, where %s is red, the checks take their own way through the diagrams', async (environment, red, ways) => {
  const { way } = await checkRed(environment, red)
  for (const [diagram, ids] of Object.entries(ways)) expect(way(diagram)).toBe(ids)
})

test.each(['preprod', 'prod'] as const)('in %s quality that is not known is a warning with its reason', async place => {
  const { ending } = await checkRed(place, 'quality')
  expect(ending).toMatchObject({ outcome: 'done', value: [expect.stringContaining('SONAR_PROJECT')] })
})

test('a check that is green tells its last line, and one that is red what the deployment does about it', async () => {
  const { journal } = await checkRed('dev', 'tests')
  const told = journal.flatMap(entry =>
    entry.kind === 'step' && entry.state === 'done' ? [`${entry.title} · ${entry.detail ?? ''}`] : [],
  )
  expect(told).toEqual([
    'Lancer le lint · lint fine',
    'Noter le lint passé · ',
    'Lancer les tests · rouge',
    expect.stringMatching(/^Les tests sont rouges : avertir et continuer · .*\nthree faults$/),
  ])
})

const GREEN = 'echo fine'
const RED = 'echo "three faults"; exit 1'

test('what is green lets the deployment go on without a warning [2.1/S]', async () => {
  const { ending, steps } = await check('prod', { lint: GREEN, test: GREEN })
  expect(ending).toEqual({ outcome: 'done', value: [] })
  expect(steps.filter(step => step.startsWith('2.4/T'))).toHaveLength(6)
})

test('in dev what is red is a warning with its reason, and the deployment goes on [2.2/J 2.2/K 2.2/M 2.2/N 2.2/O]', async () => {
  const { ending, steps } = await check('dev', { lint: RED, test: RED })
  expect(ending).toMatchObject({
    outcome: 'done',
    value: [
      expect.stringMatching(/^Le lint est rouge : .*three faults/s),
      expect.stringContaining('Les tests sont rouges'),
    ],
  })
  expect(steps).toEqual(expect.arrayContaining(['2.2/K done', '2.2/N done']))
  expect(steps.indexOf('2.2/K done')).toBeLessThan(steps.indexOf('2.2/L started'))
})

test.each<[string, Environment]>([
  ['in preprod what is red stops the deployment [2.3/L 2.3/M 2.3/N 2.3/O]', 'preprod'],
  ['in prod what is red stops the deployment [2.4/O 2.4/P 2.4/R]', 'prod'],
])('%s', async (_title, environment) => {
  for (const [scripts, red] of [
    [{ lint: RED, test: GREEN }, 'Le lint est rouge'],
    [{ lint: GREEN, test: RED }, 'Les tests sont rouges'],
  ] as const) {
    const { ending } = await check(environment, scripts)
    expect(ending).toMatchObject({ outcome: 'failed', error: { message: expect.stringContaining(red) } })
  }
})

test('lint and tests run side by side where the diagram has them so [2.3/I 2.4/K]', async () => {
  // Each of them waits until the other one has begun.
  const meet = (own: string, other: string) =>
    `touch ${own}; for i in $(seq 100); do [ -e ${other} ] && exit 0; sleep 0.1; done; exit 1`
  for (const environment of ['preprod', 'prod'] as const) {
    const [lint, test] = [`${environment}.lint`, `${environment}.test`]
    const { ending } = await check(environment, { lint: meet(lint, test), test: meet(test, lint) })
    expect(ending).toMatchObject({ outcome: 'done', value: [] })
  }
  reached('2.3/I', '2.4/K')
})

test('tests leave their results in the folder of the report', async () => {
  const test = 'mkdir -p "$JUNIT_FOLDER" && echo "CI: $CI" > "$JUNIT_FOLDER/unit.xml"'
  await check('dev', { lint: GREEN, test }, join(folder, 'report'))
  expect(await readFile(join(folder, 'report', 'junit', 'unit.xml'), 'utf8')).toBe('CI: true\n')
})
