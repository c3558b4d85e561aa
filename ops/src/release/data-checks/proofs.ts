import { Writable } from 'node:stream'
import { Failure } from '../../failure.ts'
import { CommandFailed } from '../../tools/shell.ts'
import type { Release } from '../release.ts'
import type { DataCheckResult } from './invariants.ts'
import { operateCommand } from './operate.ts'
import { askView, type DatabaseAccess } from './operations-views.ts'

/** How many faults are shown: the first ones say what it is about. */
const SHOWN = 5
/** Events that the server could not seal while it was stopped are late, not wrong. */
const LATE = /sans empreinte depuis/

/** Has the release's own backend compute the chain of the whole audit trail again. */
export async function checkTrail(access: DatabaseAccess, release: Release): Promise<DataCheckResult> {
  const { exitCode, lines } = await operate(access, release, ['backend/src/audit/commands.ts', 'verify'])
  const conclusion = lines.findIndex(line => line.startsWith('Événements scellés'))
  if (conclusion < 0)
    throw new Failure(
      'command-failed',
      lines.join('\n') || `le contrôle a fini avec le code ${exitCode}, sans rien dire`,
    )
  const faults = exitCode ? lines.slice(0, conclusion).filter(line => !LATE.test(line)) : []
  return { faults: faults.slice(0, SHOWN), said: (lines[conclusion] ?? '').replace(/\s+/g, ' ') }
}

/**
 * Has the release's own backend compute the digest of the whole allotment again.
 * @throws a Failure `not-there` for a database that is older than the view that says whether there is an allotment
 */
export async function checkAllotment(access: DatabaseAccess, release: Release): Promise<DataCheckResult> {
  const generated = await askView(access, 'generated_contests', 'select slug from operations_v1.generated_contests')
  if (!generated.length) return { faults: [], said: 'aucun ticket n’a encore été généré' }
  const { exitCode, lines } = await operate(access, release, ['backend/src/tickets/commands.ts', 'verify-allotment'])
  const conclusion = lines.findIndex(line => line.startsWith('Empreinte attendue'))
  if (conclusion < 0)
    throw new Failure(
      'command-failed',
      lines.join('\n') || `le contrôle a fini avec le code ${exitCode}, sans rien dire`,
    )
  const faults = exitCode ? lines.filter((line, at) => at < conclusion || line.startsWith('✗')) : []
  return { faults: faults.slice(0, SHOWN), said: 'les tickets et leurs lots sont ceux de l’attribution enregistrée' }
}

/** Runs a command of the backend beside the one that serves, in a container that is removed afterwards. */
async function operate({ home, shell, signal }: DatabaseAccess, release: Release, words: string[]) {
  const { command, env } = await operateCommand(home, release, words)
  const said: Buffer[] = []
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      said.push(chunk)
      done()
    },
  })
  const exitCode = await shell.read(command, { env, output, signal }).then(
    () => 0,
    (error: Error) => {
      // A command that found faults has printed them, and exits with 1 like a command that failed.
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
