import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Children } from '../process/children.ts'
import type { Tell } from '../terminal.ts'
import { ensureChromium } from './chromium.ts'
import { startInClosedFolder } from './closed-start.ts'
import { ensureOtherBrowsers } from './other-browsers.ts'
import { playwrightTally, type Tally, vitestTally } from './tally.ts'

export type Outcome = Tally & {
  output: string
  /** what to show of a run that passed */
  notes?: string
}
type Tools = { children: Children; tell: Tell; filters: string[] }

export type Stage = {
  /** what `npm test -- --only` calls it */
  name: string
  label: string
  lane: 'checks' | 'backend' | 'browser' | 'asked'
  run(tools: Tools): Promise<Outcome>
}

const ROOT = join(import.meta.dirname, '..', '..')
const BIN = join(ROOT, 'node_modules', '.bin')
/** What is read line by line, and shown later, carries no colours. */
const PLAIN: NodeJS.ProcessEnv = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined }

/** Everything that `npm test` runs, and what runs when it is asked for. A check counts as one test. */
export const stages: Stage[] = [
  check('lint', 'Format et lint', () => ['biome', 'ci', '--colors=off', '--error-on-warnings', '--max-diagnostics=50']),
  check('structure', 'Structure', () => ['node', 'scripts/check-structure.ts']),
  check('coverage', 'Diagrammes couverts', () => ['node', 'scripts/coverage.ts', '--check']),
  check('requirements', 'Exigences de sécurité', () => ['node', 'scripts/requirements.ts']),
  check('types', 'Types', () => ['tsc']),
  check('types-frontend', 'Types du site', () => ['tsc', '-p', 'frontend']),
  check('types-worker', 'Types du service worker', () => ['tsc', '-p', 'frontend/worker']),
  check('types-e2e', 'Types des parcours', () => ['tsc', '-p', 'frontend/e2e']),
  check('schema', 'Types du schéma', () => ['node', 'scripts/schema.ts', '--check']),
  // The journeys find it built.
  check('site', 'Site construit', () => ['node', 'frontend/e2e/run.ts', '--build-only']),
  { name: 'unit', label: 'Tests', lane: 'backend', run: runVitest },
  { name: 'e2e', label: 'Parcours navigateur', lane: 'browser', run: runJourneys },
  { name: 'translated', label: 'Parcours traduits', lane: 'asked', run: runTranslated },
  { name: 'browsers', label: 'Firefox et WebKit', lane: 'asked', run: runOtherBrowsers },
  { name: 'start', label: 'npm start', lane: 'asked', run: runStart },
  { name: 'cluster', label: 'Trois machines', lane: 'asked', run: runCluster },
  { name: 'stack', label: 'Conteneurs', lane: 'asked', run: runStack },
]

/** A program whose exit code is the answer. */
function check(name: string, label: string, command: () => string[]): Stage {
  return {
    name,
    label,
    lane: 'checks',
    run: async ({ children }) => {
      const [file, ...args] = command() as [string, ...string[]]
      const child = children.start(join(BIN, file), args, { cwd: ROOT, env: PLAIN })
      const code = await child.ended
      return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, output: child.said() }
    },
  }
}

function runVitest({ children, tell, filters }: Tools): Promise<Outcome> {
  return withReport(vitestTally, async report => {
    const args = [
      'run',
      ...filters,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...junit('unit'),
    ]
    let files = 0
    const onLine = (line: string) => {
      if (/^\s*[✓❯×]\s.*\.test\.tsx?/.test(line)) tell(`${++files} fichiers`)
    }
    return children.start(join(BIN, 'vitest'), args, { cwd: ROOT, env: PLAIN, onLine })
  })
}

async function runStart({ children, tell }: Tools): Promise<Outcome> {
  return startInClosedFolder(children, tell).then(
    () => ({ passed: 1, failed: 0, output: '' }),
    (error: Error) => ({ passed: 0, failed: 1, output: error.message }),
  )
}

/** A cluster of the database on this machine, without an engine. */
function runCluster({ children, filters }: Tools): Promise<Outcome> {
  return withReport(vitestTally, async report => {
    const config = join(ROOT, 'ops', 'test', 'stack', 'cluster', 'vitest.config.ts')
    const args = ['run', ...filters, '--config', config, '--reporter=default', '--reporter=json']
    const reports = [`--outputFile.json=${report}`, ...junit('cluster')]
    return children.start(join(BIN, 'vitest'), [...args, ...reports], { cwd: ROOT, env: PLAIN })
  })
}

/** On a real engine, with what it builds shown as it goes. */
function runStack({ children, tell, filters }: Tools): Promise<Outcome> {
  return withReport(vitestTally, async report => {
    const config = join(ROOT, 'ops', 'test', 'stack', 'vitest.config.ts')
    const args = ['run', ...filters, '--config', config, '--reporter=default', '--reporter=json']
    let files = 0
    const onLine = (line: string) => {
      if (/^\s*[✓❯×]\s.*\.test\.ts/.test(line)) tell(`${++files} scénarios`)
      else if (/^ {2}(no engine|fetching|building) /.test(line)) tell(line.trim())
    }
    return children.start(join(BIN, 'vitest'), [...args, `--outputFile.json=${report}`, ...junit('stack')], {
      cwd: ROOT,
      env: PLAIN,
      onLine,
    })
  })
}

/** Results in JUnit's format as well, in the folder that the caller names. */
function junit(name: string): string[] {
  const folder = process.env.JUNIT_FOLDER
  return folder ? ['--reporter=junit', `--outputFile.junit=${join(folder, `${name}.xml`)}`] : []
}

async function runJourneys({ children, tell }: Tools): Promise<Outcome> {
  const chromium = await ensureChromium(children, tell)
  return runPlaywright({ children, tell, name: 'e2e', args: [], env: { CHROMIUM: chromium } })
}

/** The journeys once more, on pages that the browser translates. */
async function runTranslated({ children, tell, filters }: Tools): Promise<Outcome> {
  const chromium = await ensureChromium(children, tell)
  const args = ['--project=translated', ...filters]
  return runPlaywright({ children, tell, name: 'translated', args, env: { CHROMIUM: chromium } })
}

/** The main journeys, in the engines of Firefox and of Safari. */
async function runOtherBrowsers({ children, tell, filters }: Tools): Promise<Outcome> {
  await ensureOtherBrowsers(children, tell)
  const args = filters.length ? filters : ['--project=firefox', '--project=webkit']
  const outcome = await runPlaywright({ children, tell, name: 'browsers', args, env: {} })
  const passed = outcome.output.split('\n').filter(line => /^\s*(✓|ok)\s+\d+/.test(line))
  return { ...outcome, notes: passed.map(line => line.replace(/›.*› /, '› ')).join('\n') }
}

type Journeys = Omit<Tools, 'filters'> & { name: string; args: string[]; env: NodeJS.ProcessEnv }

function runPlaywright({ children, tell, name, args, env }: Journeys): Promise<Outcome> {
  return withReport(playwrightTally, async report => {
    let journeys = 0
    const onLine = (line: string) => {
      if (/^\s*(✓|✘|ok|x|-)\s+\d+/.test(line)) tell(`${++journeys} parcours`)
    }
    tell('le site et le navigateur se préparent…')
    const folder = process.env.JUNIT_FOLDER
    const reports = {
      PLAYWRIGHT_JSON_OUTPUT_FILE: report,
      ...(folder && { PLAYWRIGHT_JUNIT_OUTPUT_FILE: join(folder, `${name}.xml`) }),
    }
    const script = ['frontend/e2e/run.ts', ...args]
    return children.start(join(BIN, 'node'), script, { cwd: ROOT, env: { ...PLAIN, ...env, ...reports }, onLine })
  })
}

type Started = { ended: Promise<number | null>; said(): string }

/** Runs a test program and reads its JSON report. A program that fails without a failed test counts as one failure. */
async function withReport(
  read: (file: string) => Promise<Tally>,
  start: (report: string) => Promise<Started>,
): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'tiptop-report-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const report = join(folder, 'report.json')
  const child = await start(report)
  const code = await child.ended
  const tally = await read(report).catch(() => ({ passed: 0, failed: 0 }))
  const failed = code === 0 && tally.passed > 0 ? tally.failed : Math.max(1, tally.failed)
  return { ...tally, failed, output: child.said() }
}

export function addUp(tallies: Tally[]) {
  const sum = (of: 'passed' | 'failed' | 'skipped') => tallies.reduce((total, tally) => total + (tally[of] ?? 0), 0)
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') }
}
