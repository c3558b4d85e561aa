import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { reached } from '../../../../scripts/diagrams/reached.ts'
import { record } from '../../../test/record.ts'
import type { Environment } from '../../environment/environment.ts'
import { runProcedure } from '../../procedure/procedure.ts'
import { openShell } from '../../tools/shell.ts'
import { runChecks } from './checks.ts'
import type { Sandbox } from './sandbox.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tiptop-checks-'))
})
afterEach(async () => {
  await rm(folder, { recursive: true })
})

/** Runs what a sandbox would, in the folder of the commit. */
function inFolder(): Sandbox {
  const env = { CI: 'true', JUNIT_FOLDER: join(folder, 'results') }
  return {
    run: (command, how) => openShell().run(command, { cwd: folder, env, ...how }),
    collectResults: to => cp(join(folder, 'results'), to, { recursive: true }),
  }
}

/** Makes the checks of an environment on a commit whose scripts are these, as npm runs them. */
async function check(environment: Environment, scripts: { lint: string; test: string }, reports: string | null = null) {
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'commit', private: true, scripts }))
  const checkout = { folder, commit: '0'.repeat(40), version: '1.0.0' }
  const seen = record()
  const ending = await runProcedure({ ...seen, signal: new AbortController().signal }, step => {
    return runChecks(step, { environment, checkout, sandbox: inFolder(), reports, sonar: null }, { shell: openShell() })
  })
  return { ending, steps: seen.steps() }
}

const GREEN = 'echo fine'
const RED = 'echo "three faults"; exit 1'

test('what is green lets the deployment go on without a warning [2.1/S]', async () => {
  const { ending, steps } = await check('prod', { lint: GREEN, test: GREEN })
  expect(ending).toEqual({ outcome: 'done', value: [] })
  expect(steps.filter(step => step.startsWith('2.4/T'))).toHaveLength(4)
})

test('without SonarQube no node of its analysis is claimed', async () => {
  for (const [environment, nodes] of [
    ['preprod', /^2\.3\/[TUVWX] /],
    ['prod', /^2\.4\/[NQS] /],
  ] as const) {
    const { ending, steps } = await check(environment, { lint: GREEN, test: GREEN })
    expect(ending).toEqual({ outcome: 'done', value: [] })
    expect(steps.filter(step => nodes.test(step))).toEqual([])
  }
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
