import { join } from 'node:path'
import { Writable } from 'node:stream'
import { appProject } from '../../environment/compose-projects.ts'
import { servingColour } from '../../release/colours.ts'
import type { Release } from '../../release/release.ts'
import { readRows } from '../../tools/postgres.ts'
import { CommandFailed } from '../../tools/shell.ts'
import type { Checked } from './data.ts'
import type { Place } from './database.ts'

/** How many faults are told: the first say what it is about. */
const TOLD = 5
/** What the server has not sealed while it was stopped is late, and not wrong. */
const LATE = /sans empreinte depuis/

/** Has the release's own backend read the whole audit trail again and compute its chain. */
export async function checkTrail(place: Place, release: Release): Promise<Checked> {
  const { exitCode, lines } = await operate(place, release, ['backend/src/audit/commands.ts', 'verify'])
  const conclusion = lines.findIndex(line => line.startsWith('Événements scellés'))
  if (conclusion < 0) throw new Error(lines.join('\n') || `le contrôle a fini avec le code ${exitCode}, sans rien dire`)
  const faults = exitCode ? lines.slice(0, conclusion).filter(line => !LATE.test(line)) : []
  return { faults: faults.slice(0, TOLD), said: (lines[conclusion] ?? '').replace(/\s+/g, ' ') }
}

/** Has it compute the digest of the whole allotment again. */
export async function checkAllotment(place: Place, release: Release): Promise<Checked> {
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
  return { faults: faults.slice(0, TOLD), said: 'les tickets et leurs lots sont ceux de l’attribution enregistrée' }
}

/** Runs a command of the backend beside the one that serves, in a container that is gone afterwards. */
async function operate({ home, shell, signal }: Place, { name, images }: Release, command: string[]) {
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
