import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { BackupLack, BackupPiece } from '../../archive/manifest.ts'
import { type OptionalPart, optionalParts } from '../../environment/backup-settings.ts'
import type { Settings } from '../../environment/settings.ts'
import type { Step } from '../../procedure/procedure.ts'
import type { BackupDraft } from '../making.ts'
import { saveCiSettings, saveMonitoring } from './ci/save-folders.ts'
import { saveGitea } from './ci/save-gitea.ts'
import { saveSonarqube } from './ci/save-sonarqube.ts'
import { saveSource } from './ci/save-source.ts'
import { saveJenkins } from './jenkins/save-jenkins.ts'
import { savePepper } from './save-pepper.ts'

type SavedPart = {
  /** in French, the beginning of the sentence that gives the reason */
  unsaved: string
  /** the setting that says where it is */
  setting: keyof Settings
  save(step: Step, draft: BackupDraft): Promise<BackupPiece[]>
}

const parts: Record<OptionalPart, SavedPart> = {
  pepper: {
    unsaved: 'Le poivre des tickets n’est pas sauvegardé, et sans lui aucun code ne s’ouvre',
    setting: 'PEPPER_RECIPIENTS',
    save: savePepper,
  },
  source: { unsaved: 'Le code source n’est pas sauvegardé', setting: 'SOURCE_REPOSITORY', save: saveSource },
  gitea: { unsaved: 'Gitea n’est pas sauvegardé', setting: 'GITEA_CONTAINER', save: saveGitea },
  jenkins: { unsaved: 'Jenkins n’est pas sauvegardé', setting: 'JENKINS_HOME', save: saveJenkins },
  sonarqube: {
    unsaved: 'La base de SonarQube n’est pas sauvegardée',
    setting: 'SONAR_DATABASE_CONTAINER',
    save: saveSonarqube,
  },
  ci: {
    unsaved: 'Réglages et secrets de l’intégration continue ne sont pas sauvegardés',
    setting: 'CI_HOME',
    save: saveCiSettings,
  },
  monitoring: {
    unsaved: 'Les données de la supervision ne sont pas sauvegardées',
    setting: 'MONITORING_FOLDERS',
    save: saveMonitoring,
  },
}

/** The pieces of the parts that were saved, and the parts without which the backup goes on. */
type SavedParts = { pieces: BackupPiece[]; without: BackupLack[] }

/**
 * Saves the pepper, and what builds, deploys and watches the application, as far as the settings say where it is. A part that cannot be
 * saved does not cost the backup of the game: it is among those that the backup goes without.
 */
export async function saveParts(step: Step, draft: BackupDraft): Promise<SavedParts> {
  const saved: SavedParts = { pieces: [], without: [] }
  for (const part of optionalParts) {
    const unset = unsetPart(part, draft.target.settings)
    if (unset) {
      saved.without.push(unset)
      continue
    }
    const before = await namesIn(draft.folder)
    try {
      saved.pieces.push(...(await parts[part].save(step, draft)))
    } catch (error) {
      for (const name of await namesIn(draft.folder))
        if (!before.includes(name)) await draft.tools.files.remove(join(draft.folder, name))
      saved.without.push(failedPart(part, error as Error))
    }
  }
  return saved
}

/** A dry run has made no folder. */
const namesIn = (folder: string) => readdir(folder).catch((): string[] => [])

function unsetPart(part: OptionalPart, settings: Settings): BackupLack | null {
  const { unsaved, setting } = parts[part]
  if (String(settings[setting])) return null
  if (settings.BACKUP_WITHOUT.includes(part)) return { part, why: 'chosen', said: `${unsaved}, par choix.` }
  return { part, why: 'unset', said: `${unsaved} : ${setting} est vide.` }
}

const failedPart = (part: OptionalPart, { message }: Error): BackupLack => ({
  part,
  why: 'failed',
  said: `${parts[part].unsaved} : ${message}`,
})
