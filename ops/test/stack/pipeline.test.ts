import { readdir } from 'node:fs/promises'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { reached } from '../../../scripts/diagrams/reached.ts'
import type { Environment } from '../../src/environment/environment.ts'
import type { Scenario } from '../pipeline/pretend-gate.ts'
import { type Circumstances, causes, type Jenkins, openJenkins, openWorkspace } from '../pipeline/run-jenkinsfile.ts'

const COMMIT = '3f2a9c1d4e5b6a7f8091a2b3c4d5e6f708192a3b'
const opened: (() => Promise<unknown>)[] = []

let jenkins: Jenkins

beforeAll(async () => {
  jenkins = await openJenkins()
})
afterAll(() => jenkins.close())
afterEach(async () => {
  for (const close of opened.splice(0)) await close()
})

/** A build of the Jenkinsfile, with what `tiptop` was asked: the plan first, then the deployment. */
async function build(scenario: Scenario, given: Partial<Circumstances> = {}) {
  const workspace = await openWorkspace(scenario)
  opened.push(workspace.close)
  const ended = await workspace.start(jenkins, { branch: 'dev', commit: COMMIT, causes: [causes.push], ...given })
  return { ...ended, asked: await workspace.calls(), folder: workspace.folder }
}

const prod: Partial<Circumstances> = { branch: 'main' }
const approved: Partial<Circumstances> = { ...prod, answer: 'yes', answeredBy: 'chef' }
const manualProd = { environment: 'prod', approval: 'manual' } as const

/** A push on this branch deploys its commit where `tiptop` says. */
async function expectDeployed(branch: string, environment: Environment): Promise<void> {
  const { result, description, asked, stages } = await build({ plan: { environment } }, { branch })
  const order = ['deploy', '--branch', branch, '--commit', COMMIT, '--cause', 'push']
  expect(asked[0]).toEqual([...order, '--plan'])
  expect(asked[1]).toEqual([...order, '--report', '/report'])
  expect(asked).toHaveLength(2)
  expect(stages.map(({ result }) => result)).toEqual(['SUCCESS', 'SUCCESS', 'SKIPPED', 'SUCCESS'])
  expect(result).toBe('SUCCESS')
  expect(description).toBe(`${branch} (3f2a9c1) → ${environment} · En service`)
  reached('2.1/A', '2.1/C', '2.1/F')
}

test('a push on dev deploys its commit where tiptop says: in dev [2.1/A 2.1/C 2.1/F 2.2/A 2.2/B 2.2/C]', async () => {
  await expectDeployed('dev', 'dev')
  reached('2.2/A', '2.2/B', '2.2/C')
})

test('a push on preprod deploys its commit where tiptop says: in preprod [2.1/A 2.1/C 2.1/F 2.3/A 2.3/B 2.3/C]', async () => {
  await expectDeployed('preprod', 'preprod')
  reached('2.3/A', '2.3/B', '2.3/C')
})

test('a push on main deploys its commit where tiptop says: in prod [2.1/A 2.1/C 2.1/F 2.4/A 2.4/B 2.4/E]', async () => {
  await expectDeployed('main', 'prod')
  reached('2.4/A', '2.4/B', '2.4/E')
})

test('another branch goes where the person who starts it says [2.1/D]', async () => {
  const { asked, result } = await build(
    { plan: { environment: 'preprod' } },
    { branch: 'essai', causes: [causes.manual], parameters: { TARGET_ENVIRONMENT: 'preprod' } },
  )
  expect(result).toBe('SUCCESS')
  for (const call of asked) expect(call.slice(0, 4)).toEqual(['deploy', 'preprod', '--branch', 'essai'])
  expect(asked[1]).toEqual(expect.arrayContaining(['--cause', 'manual']))
  reached('2.1/D')
})

test('a change that no webhook announced is found by looking every minute [2.1/B 2.1/E]', async () => {
  const { asked, triggers } = await build({}, { causes: [causes.polling] })
  expect(triggers).toEqual(['pollSCM(* * * * *)'])
  expect(asked[1]).toEqual(expect.arrayContaining(['--cause', 'polling']))
  reached('2.1/B', '2.1/E')
})

test('a branch without an environment is no failure after a push, and one when a person started it', async () => {
  const says = "La branche essai n'a pas d'environnement à elle : nommez-en un (dev, preprod, prod)."
  const scenario = { plan: { exit: 2, says } }
  const pushed = await build(scenario, { branch: 'essai' })
  expect(pushed).toMatchObject({ result: 'NOT_BUILT', description: `Rien à faire ainsi : ${says}` })
  expect(pushed.asked).toHaveLength(1)
  const started = await build(scenario, { branch: 'essai', causes: [causes.manual] })
  expect(started.result).toBe('FAILURE')
})

test('production waits for the approval that its settings ask for, and tells tiptop in which build it was given [2.4/C 2.4/D]', async () => {
  const { questions, asked, result } = await build(
    { plan: manualProd },
    { ...approved, answeredBy: "chef d'équipe", parameters: { APPROVE_BREAKING: 'true' } },
  )
  expect(questions).toMatchObject([{ message: 'Déployer main (3f2a9c1) en prod ?', submitterParameter: 'APPROVER' }])
  expect(asked[0]).not.toContain('--approved-by')
  expect(asked[1]).toEqual(expect.arrayContaining(['--approved-by', '42', '--approve-breaking']))
  reached('2.4/C', '2.4/D')
  expect(result).toBe('SUCCESS')
})

test('the request for approval says that the way back was not rehearsed', async () => {
  const warnings = ['La dernière répétition de restauration, du 2026-11-22, est rouge : la clé manque']
  const { questions } = await build({ plan: { ...manualProd, warnings } }, approved)
  expect(questions).toMatchObject([{ message: `Déployer main (3f2a9c1) en prod ? ${warnings[0]}` }])
})

test.each([
  ['refused', { answer: 'no', answeredBy: 'chef' } as const, 'Rejected by chef'],
  ['not given within an hour', {}, 'Timeout after 1 HOURS'],
])('an approval that is %s ends the build, and nothing was deployed', async (_name, answer, error) => {
  const ended = await build({ plan: manualProd }, { ...prod, ...answer })
  expect(ended).toMatchObject({ result: 'ABORTED', error })
  expect(ended.description).toBe('main (3f2a9c1) → prod · Sans accord : rien n’a changé')
  expect(ended.asked).toHaveLength(1)
})

test.each([
  [1, 'Échec, rien n’a changé : Le lint est rouge.'],
  [20, 'Échec, tout est défait : Le service ne répond pas.'],
  [21, 'Bloqué, quelqu’un doit regarder : La base ne répond plus.'],
  [137, 'Arrêt inattendu (code 137) : voir le journal'],
])(
  'tiptop ending with %i fails the build with its reason; page and tests are published, and going back is left to it',
  async (exit, sentence) => {
    const says = exit < 100 ? sentence.slice(sentence.indexOf(' : ') + 3) : undefined
    const ended = await build({ deploy: { exit, red: 1, ...(says && { says }) } })
    expect(ended).toMatchObject({ result: 'FAILURE', description: `dev (3f2a9c1) → dev · ${sentence}` })
    expect(ended.asked.map(([command]) => command)).toEqual(['deploy', 'deploy'])
    expect(ended.page).toEqual({ name: 'Exécution', text: `<h1>code ${exit}</h1>` })
    expect(ended.junit).toEqual({ files: 1, tests: 3, failures: 1 })
    expect(ended.archived).toEqual(
      expect.arrayContaining(['report/run.json', 'report/said.txt', 'report/junit/unit.xml']),
    )
  },
)

test('the holder of the lock is named, and nothing is published of a run that was none', async () => {
  const says = 'prod est verrouillé : jenkins, depuis 06:50 (20261123-065000-deploy-3f2a, processus 42).'
  const ended = await build({ plan: { environment: 'prod' }, deploy: { exit: 11, says } }, prod)
  expect(ended.result).toBe('FAILURE')
  expect(ended.description).toBe(`main (3f2a9c1) → prod · Verrouillé, rien n’a été fait : ${says}`)
  expect(ended.page).toBeNull()
  expect(ended.junit).toMatchObject({ files: 0 })
})

test('red tests that dev lets through make the build unstable, and the release serves', async () => {
  const ended = await build({ deploy: { red: 2 } })
  expect(ended).toMatchObject({ result: 'UNSTABLE', junit: { tests: 3, failures: 2 } })
})

test('a warning of tiptop makes the build unstable, and says what about', async () => {
  const warnings = ['Le lint est rouge : 2 fautes', 'La qualité n’est pas validée']
  const ended = await build({ deploy: { warnings } })
  expect(ended).toMatchObject({ result: 'UNSTABLE', junit: { failures: 0 } })
  expect(ended.description).toContain(`En service, avec avertissement : ${warnings.join(' · ')}`)
  expect(ended.stages.at(-1)).toEqual({ name: 'Déployer', result: 'UNSTABLE' })
})

test('an aborted build lets tiptop undo and follows it to its end', async () => {
  const ended = await build({ deploy: { exit: 20, undoesFor: 700 } }, { stopWhenSaid: '2.4/AH  Mettre en service' })
  expect(ended.result).toBe('ABORTED')
  expect(ended.said).toContain('↩ 2.4/AH  défaire')
  expect(ended.page?.text).toBe('<h1>code 20</h1>')
  expect(ended.description).toContain('Interrompu')
})

test.each([
  'x"; touch pwned; $(touch pwned) \'#',
  '$(touch pwned)',
  '`touch pwned`',
  '--plan',
  '-oProxyCommand=touch pwned',
  '../main',
  'main - x push 1 - - ; touch pwned',
  'refs/heads/main',
])('a branch is a name and never a command, nor another branch: « %s »', async branch => {
  const { asked, result, folder } = await build({}, { branch })
  expect({ asked, result }).toEqual({ asked: [], result: 'NOT_BUILT' })
  expect(await readdir(folder)).not.toContain('pwned')
})

test('nothing of the branch runs in Jenkins: not its Jenkinsfile, not its packages, not a program of its own', async () => {
  const pwn = '#!/bin/sh\ntouch "$WORKSPACE/pwned"\n'
  const scripts = { preinstall: 'touch ../pwned', postinstall: 'touch ../pwned', tiptop: 'touch ../pwned' }
  const pushed = {
    Jenkinsfile: "pipeline { agent any; stages { stage('x') { steps { sh 'touch pwned' } } } }",
    'package.json': JSON.stringify({ scripts }),
    'environments/ci/jenkins/ask-gate': pwn,
    'ask-gate': pwn,
    ssh: pwn,
    'report/run.html': 'forged',
  }
  const { result, checkedOut, page, folder, stages } = await build({}, { pushed })
  expect(result).toBe('SUCCESS')
  expect(stages.map(({ name }) => name)).toEqual(['Préparer', 'Prévoir', 'Approuver', 'Déployer'])
  expect(checkedOut).toEqual({ branch: 'refs/heads/dev', into: 'source' })
  expect(page?.text).toBe('<h1>code 0</h1>')
  expect(await readdir(folder)).not.toContain('pwned')
})
