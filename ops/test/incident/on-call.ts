import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CliTools } from '../../src/cli/dialogue/cli-tools.ts'
import { runProgram } from '../../src/cli/program.ts'
import { readConfig } from '../../src/config.ts'
import type { Environment } from '../../src/environment/environment.ts'
import { secrets } from '../../src/environment/home.ts'
import { type Incident, type IncidentLine, incidentOf } from '../../src/incident/incident.ts'
import { listIncidents } from '../../src/incident/incidents.ts'
import { openJournal, runName } from '../../src/procedure/journal.ts'
import { type Answer, openDoor, settingsText } from '../door.ts'
import { openMailServer } from '../mail-server.ts'

const RELEASE = {
  name: '20261123-020000-1.0.0-abcdef0',
  version: '1.0.0',
  madeAt: '2026-11-23T02:00:00.000Z',
  former: null,
  commits: { backend: 'abcdef0', frontend: 'abcdef0' },
  breaking: false,
  images: {
    backend: `localhost:1/backend@sha256:${'1'.repeat(64)}`,
    frontend: `localhost:1/frontend@sha256:${'2'.repeat(64)}`,
  },
}
const DEMO = secrets.filter(name => !/webhook|smtp/.test(name))
const HEALTHY = { status: 'ok', version: '1.0.0', commit: 'abcdef0', database: 'ok', migrations: 'current' }
const PAGE = '<script src="/_astro/a.js"></script>'

type Given = { environment?: Environment; settings?: Record<string, string>; answer?: (path: string) => Answer | null }

/**
 * An environment on which 1.0.0 serves, with a door that answers for it, people on call who have mail, and `tiptop` as
 * its operator runs it.
 */
export async function openOnCall({ environment = 'prod', settings = {}, answer = () => null }: Given = {}) {
  const mail = await openMailServer()
  const door = await openDoor(({ path }) => answer(path) ?? { body: path === '/health' ? HEALTHY : PAGE }, {
    environment,
    secrets: { 'smtp-url': mail.url },
  })
  const { home } = door.target
  const own = {
    ENVIRONMENT: environment,
    NOTIFY_EMAILS: 'astreinte@tiptop.test',
    HTTPS_PORT: String(door.port),
    ...settings,
  }
  await writeFile(home.settings, settingsText(own))
  await mkdir(join(home.releases, RELEASE.name), { recursive: true })
  await writeFile(join(home.releases, RELEASE.name, 'release.json'), JSON.stringify(RELEASE))
  await symlink(join('releases', RELEASE.name), home.colour('blue'))
  const env = { TIPTOP_ROOT: door.folder, TIPTOP_PROJECT: 'tiptop-test', USER: 'exploitante' }
  let now = () => new Date()
  const cliTools = (out: (text: string) => void = () => {}): CliTools => ({
    config: readConfig(env),
    out,
    terminal: { write: out },
    now: () => now(),
  })
  const tiptop = async (...args: string[]) => {
    const said: string[] = []
    const complained: string[] = []
    const tools = cliTools(text => void said.push(text))
    const code = await runProgram(tools, args, text => void complained.push(text))
    return { code, out: said.join(''), err: complained.join('') }
  }
  return {
    home,
    port: door.port,
    env,
    mails: mail.mails,
    tiptop,
    cliTools,
    asked: door.asked,
    /** From here on it is this moment. */
    at: (iso: string) => {
      now = () => new Date(iso)
    },
    /** Another release that served before, to which a rollback goes. */
    async servedBefore() {
      const before = { ...RELEASE, name: '20261122-020000-0.9.0-1234567', version: '0.9.0' }
      for (const release of [before, { ...RELEASE, former: before.name }]) {
        const folder = join(home.releases, release.name)
        await mkdir(folder, { recursive: true })
        for (const file of ['app.yaml', 'settings.env', 'proven']) await writeFile(join(folder, file), '')
        await writeFile(join(folder, 'release.json'), JSON.stringify(release))
      }
      for (const name of DEMO) await writeFile(home.secret(name), 'demo', { mode: 0o600 })
    },
    /** The journal of a run that succeeded, from one moment to another. @returns its name */
    leaveRun(procedure: string, begun: string, ended = begun): string {
      const run = runName(procedure, new Date(begun), 'abcd')
      const moments = [begun, ended]
      const journal = openJournal(home.runs, run, () => new Date(moments.shift() ?? ended))
      const about = { environment, by: 'exploitante', pid: 1, lock: '../.lock', input: {} }
      journal.write({ kind: 'started', run, procedure, ...about })
      journal.write({ kind: 'ended', outcome: 'done', ms: Date.parse(ended) - Date.parse(begun) })
      journal.close()
      return run
    },
    incident: async (): Promise<Incident> => (await listIncidents(home))[0] as Incident,
    async close() {
      await Promise.all([door.close(), mail.close()])
    },
  }
}

/** An incident from what its journal says; the first line is added. */
export function incidentWith(lines: IncidentLine[], severity: Incident['severity'] = 'P1'): Incident {
  const opened: IncidentLine = {
    at: '2026-11-23T03:10:00.000Z',
    kind: 'opened',
    incident: '20261123-031000-incident-abcd',
    environment: 'prod',
    severity,
    title: 'Les joueurs voient une erreur',
    by: 'exploitante',
    since: '2026-11-23T03:05:00.000Z',
  }
  return incidentOf([opened, ...lines]) as Incident
}
