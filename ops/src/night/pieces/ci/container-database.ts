import { join } from 'node:path'
import type { Writable } from 'node:stream'
import { readDumpFile } from '../../../archive/database/dump.ts'
import type { BackupPiece } from '../../../archive/manifest.ts'
import type { Step } from '../../../procedure/procedure.ts'
import { execIn } from '../../../tools/docker.ts'
import { inBytes } from '../../../tools/free-space.ts'
import type { BackupDraft } from '../../making.ts'

type ContainerDatabase = {
  /** what steps call it, in French */
  title: string
  container: string
  /** the database, which has the name of its owner, as `environments/ci` makes it */
  name: string
  kind: BackupPiece['kind']
}

/** Copies a database of another service from its container, and reads the copy to its end: 3.1/X. */
export async function saveContainerDatabase(
  step: Step,
  draft: BackupDraft,
  { title, container, name, kind }: ContainerDatabase,
): Promise<BackupPiece> {
  const { folder, tools } = draft
  const file = `${name}.dump`
  return step('3.1/X', `Copier la base de ${title} et relire la copie`, async ({ tell, signal }) => {
    const dump = execIn(container, ['pg_dump', '--format=custom', `--username=${name}`, `--dbname=${name}`])
    const write = (output: Writable) => tools.shell.run(dump, { output, signal })
    const fingerprint = await tools.files.receive(join(folder, file), write, 0o600)
    const read = execIn(container, ['pg_restore', '--file=/dev/null'])
    await tools.shell.run(read, { input: readDumpFile(join(folder, file)), signal })
    tell(inBytes(fingerprint.bytes))
    return { name: file, kind, ...fingerprint }
  })
}
