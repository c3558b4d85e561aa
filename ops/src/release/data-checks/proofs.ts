import { join } from 'node:path'
import { Writable } from 'node:stream'
import { appProject } from '../../environment/compose-projects.ts'
import { readRows } from '../../tools/postgres.ts'
import { CommandFailed } from '../../tools/shell.ts'
import { servingColour } from '../colours.ts'
import type { Release } from '../release.ts'
import type { CheckedDatabase, DataCheckResult } from './invariants.ts'

/** How many faults are shown: the first ones say what it is about. */
const SHOWN = 5
/** Events that the server could not seal while it was stopped are late, not wrong. */
const LATE = /sans empreinte depuis/

/** Runs the release's own backend over the whole audit trail, which computes its chain again. */
export async function checkTrail(place: CheckedDatabase, release: Release): Promise<DataCheckResult> {
  const { exitCode, lines } = await operate(place, release, ['backend/src/audit/commands.ts', 'verify'])
  const conclusion = lines.findIndex(line => line.startsWith('Événements scellés'))
  if (conclusion < 0) throw new Error(lines.join('\n') || `le contrôle a fini avec le code ${exitCode}, sans rien dire`)
  const faults = exitCode ? lines.slice(0, conclusion).filter(line => !LATE.test(line)) : []
  return { faults: faults.slice(0, SHOWN), said: (lines[conclusion] ?? '').replace(/\s+/g, ' ') }
}

/** Runs it over the whole allotment, which computes its digest again. */
export async function checkAllotment(place: CheckedDatabase, release: Release): Promise<DataCheckResult> {
  const [[generated = '0'] = []] = await readRows(
    place.shell,
    place.home.database,
    'select count(*) from contests where ticket_count is not null',
    { signal: place.signal },
  )
  if (generated === '0') return { faults: [], said: 'aucun ticket n’a encore été généré' }
  const { exitCode, lines } = await operate(place, release, ['backend/src/tickets/commands.ts', 'verify-allotment'])
  const conclusion = lines.findIndex(line => line.startsWith('Empreinte attendue'))
  if (conclusion < 0) throw new Error(lines.join('\n') || `le contrôle a fini avec le code ${exitCode}, sans rien dire`)
  const faults = exitCode ? lines.filter((line, at) => at < conclusion || line.startsWith('✗')) : []
  return { faults: faults.slice(0, SHOWN), said: 'les tickets et leurs lots sont ceux de l’attribution enregistrée' }
}

/** Runs a command of the backend beside the one that serves, in a container that is gone afterwards. */
async function operate({ home, shell, signal }: CheckedDatabase, { name, images }: Release, command: string[]) {
  const project = appProject(home, await servingColour(home), images, join(home.releases, name))
  const run = project.command('run', '--rm', '--no-deps', '--no-TTY', 'operate', 'node', ...command)
  const said: Buffer[] = []
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      said.push(chunk)
      done()
    },
  })
  const exitCode = await shell.read(run, { env: project.env, output, signal }).then(
    () => 0,
    (error: Error) => {
      // A command that found faults has said them, and ends with 1 as one that failed does.
      if (!(error instanceof CommandFailed) || error.exitCode !== 1 || !said.length) throw error
      return 1
    },
  )
  return {
    exitCode,
    lines: Buffer.concat(said)
      .toString()
      .split('\n')
      .map(line => line.trim())
      .filter(Boolean),
  }
}
