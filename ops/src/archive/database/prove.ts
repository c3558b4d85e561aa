import { basename } from 'node:path'
import type { Target } from '../../environment/target.ts'
import { execIn } from '../../tools/docker.ts'
import { CommandFailed } from '../../tools/shell.ts'
import type { Tools } from '../../tools/tools.ts'
import type { DatabaseCopy } from './copy.ts'
import type { ScratchServer } from './scratch.ts'
import { differenceOf, readSums, SUMS } from './sums.ts'

export type CopyProof = { good: true; restoreMs: number; roles: string } | { good: false; why: string }

type ProofTools = Pick<Tools, 'shell' | 'files'>

/**
 * Proves a copy of the database: reads it back from the disk, restores all of it into a server of its own, and compares
 * every table with what the database held at that moment.
 * @param server sees the folder of the copy; the caller removes it
 * @returns whether it is good, and if not why, in French
 * @throws when it cannot be tried: then nothing is known of the copy
 */
export async function proveCopy(
  target: Target,
  { dump, tables }: DatabaseCopy,
  server: ScratchServer,
  tools: ProofTools,
  signal: AbortSignal,
): Promise<CopyProof> {
  const [{ sha256 }, restored] = await Promise.all([
    tools.files.fingerprint(dump.file),
    restoreCopy(target, basename(dump.file), server, tools, signal),
  ])
  if (sha256 !== dump.sha256)
    return { good: false, why: 'son empreinte sur le disque n’est pas celle de ce qui fut écrit' }
  if (!restored.good) return restored
  const difference = differenceOf(tables, readSums(await restored.scratch.sql(SUMS)))
  if (difference) return { good: false, why: `restaurée, elle diffère : ${difference}` }
  return { good: true, restoreMs: restored.restoreMs, roles: restored.roles }
}

async function restoreCopy(
  target: Target,
  file: string,
  server: ScratchServer,
  tools: ProofTools,
  signal: AbortSignal,
) {
  const [scratch, roles] = await Promise.all([server.ready(signal), readRoles(target, tools)])
  await scratch.sql(roles, 'postgres')
  const startedAt = performance.now()
  const refused = await scratch.restore(file).then(
    () => null,
    (error: Error) => error,
  )
  signal.throwIfAborted()
  if (refused && !(refused instanceof CommandFailed)) throw refused
  if (refused) return { good: false as const, why: `elle ne se restaure pas : ${lastLine(refused.message)}` }
  return { good: true as const, scratch, roles, restoreMs: Math.round(performance.now() - startedAt) }
}

/** Who may do what on the server, without passwords: a dump names these roles and does not bring them. */
async function readRoles({ home }: Target, { shell }: Pick<Tools, 'shell'>): Promise<string> {
  return shell.read(
    execIn(home.database.container, ['pg_dumpall', '--roles-only', '--no-role-passwords', '--username=tiptop']),
  )
}

const lastLine = (said: string) => said.trim().split('\n').at(-1) ?? ''
