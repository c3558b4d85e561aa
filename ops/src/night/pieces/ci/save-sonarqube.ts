import type { BackupPiece } from '../../../archive/manifest.ts'
import type { Step } from '../../../procedure/procedure.ts'
import type { BackupDraft } from '../../making.ts'
import { saveContainerDatabase } from './container-database.ts'

/** Saves the database of SonarQube, which makes everything else again from it: 3.1/X. */
export async function saveSonarqube(step: Step, draft: BackupDraft): Promise<BackupPiece[]> {
  const { SONAR_DATABASE_CONTAINER: container } = draft.target.settings
  const database = { title: 'SonarQube', container, name: 'sonarqube', kind: 'sonarqube' as const }
  return [await saveContainerDatabase(step, draft, database)]
}
