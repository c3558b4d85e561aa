import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Environment } from '../../src/environment/environment.ts'
import { homeOf, secrets } from '../../src/environment/home.ts'
import { infraFiles } from '../../src/environment/installation/install.ts'
import { parseSettings } from '../../src/environment/settings.ts'
import type { Target } from '../../src/environment/target.ts'
import type { JournalEvent } from '../../src/procedure/journal.ts'
import { runProcedure, type Step } from '../../src/procedure/procedure.ts'
import type { Notice } from '../../src/tools/notices.ts'
import type { Tools } from '../../src/tools/tools.ts'
import { settingsText } from '../door.ts'
import { record } from '../record.ts'
import { filesModel } from './models/files.ts'
import { registryModel } from './models/registry.ts'
import { shellModel } from './models/shell.ts'
import { heldRelease, webModel } from './models/web.ts'
import type { CommitModel, ServerModel } from './server-model.ts'

const CLOCK = Date.parse('2026-11-23T08:00:00Z')

/**
 * A server in memory on which whole recipes run in milliseconds, through {@link runProcedure}. Docker, the registry,
 * PostgreSQL and the site are small models that remember what they were asked to change; files are real, in a scratch
 * folder. A test lets a recipe run, then looks at what is left: what serves, which labels there are, which flags.
 *
 *     const server = await recordingServer('prod')
 *     server.commit('a'.repeat(40), { version: '1.0.0' })
 *     const { ending, steps } = await server.run(step => deploy(step, deployment, server.target, server.tools))
 *     expect(await server.state()).toMatchObject({ maintenance: false })
 *     await server.close()
 *
 * `failAt` makes a step fail once it has done its work, which is what its undo has to bear, and {@link failAtEachStep} does
 * so with each of them; `server.model.broken` makes a command, a request or a label fail. A command that no model knows
 * fails and says so: teach it to the model of its program, in the file of that name.
 */
export async function recordingServer(environment: Environment, settings: Record<string, string> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'tiptop-recording-'))
  const home = homeOf({ root: folder, backups: join(folder, 'backups'), project: 'tiptop-test' }, environment)
  const model: ServerModel = {
    home,
    commits: new Map(),
    images: new Map(),
    engine: new Map(),
    projects: new Map(),
    registry: new Map(),
    databases: new Map([['tiptop', { migrations: [], plays: 0 }]]),
    asides: new Map(),
    infra: new Set([home.database.container]),
    volumes: new Set([`${home.stack}-database`]),
    networks: new Set([`${home.stack}-infra_default`]),
    archive: null,
    changes: [],
    stop: { at: null, controller: new AbortController() },
    broken: [],
  }
  const text = settingsText({ ENVIRONMENT: environment, ...settings })
  const target: Target = { home, settings: { ...parseSettings(text, 'essai'), HEALTH_PAUSE_SECONDS: 0 } }
  await layHome(target, text)
  const { tools, notices } = recordingTools(model)
  return {
    folder,
    target,
    tools,
    model,
    notices,
    /** Adds a commit to the repository. Its checks are green and its release works, unless it says otherwise. */
    commit(hash: string, own: Partial<CommitModel> = {}) {
      const commit = { version: '1.0.0', lint: 'green', tests: 'green', release: 'well', migrations: FIRST } as const
      model.commits.set(hash, { ...commit, ...own })
    },
    run: <T>(recipe: (step: Step) => Promise<T>, how: FailAt = {}) => runRecorded(recipe, how, model),
    state: () => stateOf(model),
    close: () => rm(folder, { recursive: true, force: true }),
  }
}

export type RecordingServer = Awaited<ReturnType<typeof recordingServer>>

const FIRST: CommitModel['migrations'] = { '0001-first': 'compatible' }

function recordingTools(model: ServerModel): { tools: Tools; notices: Notice[] } {
  const notices: Notice[] = []
  let seconds = 0
  const tools: Tools = {
    shell: shellModel(model),
    files: filesModel(model),
    registry: registryModel(model),
    web: webModel(model),
    notices: {
      ways: () => 1,
      async send(notice) {
        notices.push(notice)
        return []
      },
    },
    // Each look at the clock is a second after the one before: no two releases have one name.
    now: () => new Date(CLOCK + 1000 * seconds++),
  }
  return { tools, notices }
}

async function layHome({ home }: Target, settings: string): Promise<void> {
  const folders = [home.flags, home.releases, home.runs, home.infra, home.tls, join(home.folder, 'secrets')]
  for (const made of folders) await mkdir(made, { recursive: true })
  await writeFile(home.settings, settings)
  for (const name of secrets) await writeFile(home.secret(name), 'secret')
  for (const name of infraFiles) await writeFile(join(home.infra, name), `# ${name}\n`)
}

/**
 * `failAt`: a step that fails once its work is done, by its title or by its place among all steps, from 0. `stopAt`: the
 * run is stopped while such a command runs, as an operator does with Ctrl-C.
 */
export type FailAt = { failAt?: string | number; stopAt?: RegExp }

type RecordedRun = Awaited<ReturnType<typeof runRecorded>>

/**
 * Runs a recipe again and again: first its first step fails, then its second one, until none is left to fail.
 * @param look looks at what each failure left, and is given the title of the step that failed
 * @returns the titles of the steps of the run that succeeded
 * @throws an Error when a run fails for another reason than the failure that it was given
 */
export async function failAtEachStep(
  run: (how: FailAt) => Promise<RecordedRun>,
  look: (title: string, failed: RecordedRun) => Promise<void>,
): Promise<string[]> {
  for (let failAt = 0; ; failAt++) {
    const seen = await run({ failAt })
    if (seen.ending.outcome === 'done') {
      if (failAt >= seen.titles.length) return seen.titles
      // A step whose failure stops nothing has left nothing to look at.
      continue
    }
    const title = seen.titles[failAt] ?? ''
    if (seen.ending.error.message !== failureAt(title)) throw seen.ending.error
    await look(title, seen)
  }
}

const failureAt = (title: string) => `failed at: ${title}`

async function runRecorded<T>(recipe: (step: Step) => Promise<T>, { failAt, stopAt }: FailAt, { stop }: ServerModel) {
  const seen = record()
  Object.assign(stop, { at: stopAt ?? null, controller: new AbortController() })
  const titles: string[] = []
  const ending = await runProcedure({ ...seen, signal: stop.controller.signal }, step => {
    const watched: Step = (node, title, act, how) => {
      const place = titles.push(title) - 1
      if (title !== failAt && place !== failAt) return step(node, title, act, how)
      const failing: typeof act = async at => {
        await act(at)
        throw new Error(failureAt(title))
      }
      return step(node, title, failing, how)
    }
    return recipe(watched)
  })
  expectReadable(seen.written)
  return { ending, titles, steps: seen.steps(), way: seen.way, journal: seen.written, told: toldIn(seen.written) }
}

/** What the steps that succeeded told, a line each. */
function toldIn(journal: readonly JournalEvent[]): string {
  const details = journal.map(event => (event.kind === 'step' && event.state === 'done' ? event.detail : ''))
  return details.filter(Boolean).join('\n')
}

/** @throws an Error for a step that an operator could not place: it has no title, or a node of it is in no diagram */
function expectReadable(journal: readonly JournalEvent[]): void {
  for (const event of journal) {
    if (event.kind !== 'step' && event.kind !== 'undo') continue
    const nodes = [event.node, ...(event.also ?? [])]
    if (!event.title || !nodes.every(node => /^\d\.\d\/[A-Z]+$/.test(node)))
      throw new Error(`no operator could place this step: ${JSON.stringify(event)}`)
  }
}

/** What people, operators and the next run would find. */
async function stateOf(model: ServerModel) {
  const { home, projects, registry, databases } = model
  const flags = await readdir(home.flags)
  const tagsOf = ([repository, known]: [string, Map<string, string>]) =>
    [...known].flatMap(([tag, digest]) =>
      tag.startsWith('sha256:') ? [] : [[`${repository}:${tag}`, digest] as const],
    )
  return {
    serves: await heldRelease(home.colour(flags.includes('green.on') ? 'green' : 'blue')),
    holds: { blue: await heldRelease(home.colour('blue')), green: await heldRelease(home.colour('green')) },
    maintenance: flags.includes('maintenance.on'),
    labels: Object.fromEntries([...registry].flatMap(tagsOf)),
    running: [...projects].flatMap(([name, { running }]) => (running ? [name] : [])),
    migrations: databases.get('tiptop')?.migrations,
    databases: [...databases.keys()],
    points: await readdir(home.backups.preDeploy).catch(() => []),
  }
}
