import { join } from 'node:path'
import type { Writable } from 'node:stream'
import type { BackupPiece } from '../../../archive/manifest.ts'
import { Failure } from '../../../failure.ts'
import type { Step } from '../../../procedure/procedure.ts'
import { execIn } from '../../../tools/docker.ts'
import { inBytes } from '../../../tools/free-space.ts'
import type { BackupDraft } from '../../making.ts'
import { saveContainerDatabase } from './container-database.ts'

const ARCHIVE = 'gitea.tar'
/** Where the image without root, which `environments/ci` runs, has its settings. */
const SETTINGS = '/etc/gitea/app.ini'
/** Logs are of no use elsewhere, and Gitea makes its search indexes again. */
const DUMP = ['gitea', 'dump', '--config', SETTINGS, '--quiet', '--type', 'tar', '--skip-log', '--skip-index']
/** What Gitea's documentation says that a dump holds, without which no Gitea comes back. */
const PARTS = {
  'app.ini': /^(\.\/)?app\.ini$/,
  'gitea-db.sql': /^(\.\/)?gitea-db\.sql$/,
  'repos/': /^(\.\/)?repos\/.+\.git\//,
}

/**
 * Saves Gitea by its own dump: repositories, keys, settings, attachments, and its database as Gitea writes it. Its
 * documentation advises a dump of PostgreSQL beside that, which is made where the settings name that container: 3.1/X.
 * @throws a Failure if a part of the dump is missing, or if the container does not answer
 */
export async function saveGitea(step: Step, draft: BackupDraft): Promise<BackupPiece[]> {
  const { GITEA_DATABASE_CONTAINER: container } = draft.target.settings
  const archive = await step('3.1/X', 'Demander à Gitea sa sauvegarde et la relire', async ({ tell, signal }) => {
    const piece = await dump(draft, signal)
    tell(inBytes(piece.bytes))
    return piece
  })
  if (!container) return [archive]
  const database = { title: 'Gitea', container, name: 'gitea', kind: 'gitea' as const }
  return [archive, await saveContainerDatabase(step, draft, database)]
}

async function dump({ target, folder, tools }: BackupDraft, signal: AbortSignal): Promise<BackupPiece> {
  const { shell, files } = tools
  const file = join(folder, ARCHIVE)
  const command = execIn(target.settings.GITEA_CONTAINER, [...DUMP, '--file', '-'])
  const fingerprint = await files.receive(file, (output: Writable) => shell.run(command, { output, signal }), 0o600)
  const pretend = 'app.ini\ngitea-db.sql\nrepos/essai/essai.git/HEAD'
  const names = (await shell.run(['tar', '--list', `--file=${file}`], { signal, pretend })).split('\n')
  const missing = Object.entries(PARTS).flatMap(([part, pattern]) =>
    names.some(name => pattern.test(name)) ? [] : [part],
  )
  if (missing.length)
    throw new Failure('damaged', `La sauvegarde que Gitea a faite n’a pas : ${missing.join(', ')}.`, {
      hint: '« gitea doctor check », dans son conteneur, dit ce qui lui manque.',
    })
  return { name: ARCHIVE, kind: 'gitea', ...fingerprint }
}
