import { readdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Writable } from 'node:stream'
import type { BackupPiece } from '../../../archive/manifest.ts'
import { Failure } from '../../../failure.ts'
import type { Step } from '../../../procedure/procedure.ts'
import { inBytes } from '../../../tools/free-space.ts'
import { systemReason } from '../../../tools/system-errors.ts'
import type { BackupDraft } from '../../making.ts'

/** What `environments/ci` reads in CI_HOME. */
const CI_FILES = ['.env', 'secrets', 'tls']
/** Prometheus goes on writing to these: the last two hours of measures stay out of the backup. */
const WRITTEN = ['--exclude=*/wal', '--exclude=*/chunks_head', '--exclude=*/lock', '--exclude=*/queries.active']
/** A folder that changed while it was read is read again. */
const RETRY = { times: 3, everyMs: 5_000 }

/**
 * Saves the settings, secrets and certificate of continuous integration; its compose file is among the tools: 3.1/X.
 * @throws a Failure if CI_HOME is not that folder
 */
export async function saveCiSettings(step: Step, draft: BackupDraft): Promise<BackupPiece[]> {
  const { CI_HOME: home } = draft.target.settings
  const save = async (signal: AbortSignal) => {
    const names = await namesIn(home, 'CI_HOME')
    const missing = CI_FILES.filter(name => !names.includes(name))
    if (missing.length)
      throw new Failure('not-there', `CI_HOME, ${home}, n’a pas : ${missing.join(', ')}.`, {
        hint: 'CI_HOME est le dossier de environments/ci sur ce serveur, avec ses réglages et secrets.',
      })
    const paths = CI_FILES.map(name => join(basename(home), name))
    return archive(draft, { name: 'ci.tar', kind: 'ci', words: [`--directory=${dirname(home)}`, ...paths] }, signal)
  }
  return [await saveAs(step, 'Copier les réglages et les secrets de l’intégration continue', save)]
}

/** Saves the folders that MONITORING_FOLDERS names: the data of Prometheus and Grafana: 3.1/X. */
export async function saveMonitoring(step: Step, draft: BackupDraft): Promise<BackupPiece[]> {
  const { MONITORING_FOLDERS: folders } = draft.target.settings
  const save = async (signal: AbortSignal) => {
    for (const folder of folders) await namesIn(folder, 'MONITORING_FOLDERS')
    const words = [...WRITTEN, '--directory=/', ...folders.map(folder => folder.slice(1))]
    return archive(draft, { name: 'monitoring.tar', kind: 'monitoring', words }, signal)
  }
  return [await saveAs(step, 'Copier les données de la supervision', save)]
}

function saveAs(step: Step, title: string, save: (signal: AbortSignal) => Promise<BackupPiece>): Promise<BackupPiece> {
  return step(
    '3.1/X',
    title,
    async ({ tell, signal }) => {
      const piece = await save(signal)
      tell(inBytes(piece.bytes))
      return piece
    },
    { retry: RETRY },
  )
}

async function namesIn(folder: string, setting: string): Promise<string[]> {
  return readdir(folder).catch(error => {
    throw new Failure('not-readable', `${setting}, ${folder}, ne se lit pas (${error.code}).`, {
      hint: systemReason(error)?.hint ?? null,
    })
  })
}

type FolderArchive = Pick<BackupPiece, 'name' | 'kind'> & { words: string[] }

async function archive(
  { folder, tools }: BackupDraft,
  { words, ...piece }: FolderArchive,
  signal: AbortSignal,
): Promise<BackupPiece> {
  const write = (output: Writable) =>
    tools.shell.run(['tar', '--create', '--file=-', '--numeric-owner', ...words], { output, signal })
  return { ...piece, ...(await tools.files.receive(join(folder, piece.name), write, 0o600)) }
}
