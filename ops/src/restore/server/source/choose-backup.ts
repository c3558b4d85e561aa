import { identityToRecipient } from 'age-encryption'
import type { BackupManifest } from '../../../archive/manifest.ts'
import type { RemoteBackup } from '../../../archive/remote-backups.ts'
import { Failure } from '../../../failure.ts'

/** A backup newer than the one taken, and why it cannot be used, in French. */
export type SkippedBackup = { name: string; why: string }

type BackupSearch = {
  /** the name of the destination in manifests */
  store: string
  /** private keys, one of which has to open the backup */
  identities: readonly string[]
  /** only backups that show a moment before this one; null: the newest */
  to: Date | null
  /** the only backup to try, by its name; null: the newest that is whole */
  named: string | null
}

/** The backups to try, the newest first, and the newer ones that cannot be used. */
export type BackupChoice = { candidates: BackupManifest[]; newest: BackupManifest; skipped: SkippedBackup[] }

/**
 * Chooses the backups to try, the newest first, and names the newer ones that are visibly unusable.
 * @param found what the destination has, the newest first
 * @throws Failure `not-there` in French if there is none, `refused` if the named one is not whole or is another environment's; `wrong-key` if the newest is sealed for other keys, because only a
 * person can choose an older one
 */
export async function chooseBackup(found: readonly RemoteBackup[], sought: BackupSearch): Promise<BackupChoice> {
  const { to, named } = sought
  const first = found.findIndex(({ whole }) => whole)
  const skipped = found
    .slice(0, first < 0 ? found.length : first)
    .flatMap((remote): SkippedBackup[] => (remote.whole ? [] : [{ name: remote.name, why: remote.why }]))
  const whole = found.flatMap(remote => (remote.whole ? [remote.manifest] : []))
  const early = to ? whole.filter(({ database }) => new Date(database.snapshotAt) <= to) : whole
  const candidates = named ? early.filter(({ name }) => name === named) : early
  const [newest] = candidates
  if (!newest) {
    const refused = found.find(({ name }) => name === named)
    if (refused && !refused.whole)
      throw new Failure('refused', `${refused.name} ne peut pas servir : ${refused.why}.`, {
        hint: 'Sans --backup, la plus récente qui est entière est prise.',
      })
    throw new Failure('not-there', whyNone(sought, whole, skipped), { hint: '--from choisit une autre destination.' })
  }
  await expectOpens(newest, whole, sought)
  return { candidates, newest, skipped: named ? [] : skipped }
}

async function expectOpens(
  newest: BackupManifest,
  all: readonly BackupManifest[],
  { store, identities }: BackupSearch,
): Promise<void> {
  const own = await Promise.all(identities.map(identity => identityToRecipient(identity)))
  const fits = (recipients: readonly string[] = []) => recipients.some(recipient => own.includes(recipient))
  const opens = ({ copies: { [store]: copy } }: BackupManifest) =>
    fits(copy?.recipients) && fits(copy?.secretRecipients ?? copy?.recipients)
  if (opens(newest)) return
  const { recipients, secretRecipients } = newest.copies[store] ?? {}
  if (secretRecipients && fits(recipients) !== fits(secretRecipients)) throw halfKey(newest, fits(recipients))
  const older = all.find(opens)
  const hint = older ? `La plus récente qu’elle ouvre est ${older.name} : --backup ${older.name} la prend.` : null
  const said = `Cette clé privée n’ouvre pas ${newest.name}, qui est chiffrée pour d’autres.`
  throw new Failure('wrong-key', said, { hint })
}

function halfKey({ name }: BackupManifest, opensData: boolean): Failure {
  const missing = opensData ? 'ses secrets (BACKUP_SECRET_RECIPIENTS)' : 'ses données (BACKUP_RECIPIENTS)'
  const hint = 'Mettez les deux clés privées dans un même fichier, une par ligne.'
  return new Failure('wrong-key', `Cette clé privée n’ouvre pas tout ${name} : il manque celle qui ouvre ${missing}.`, {
    hint,
  })
}

function whyNone(
  { store, to, named }: BackupSearch,
  whole: readonly BackupManifest[],
  skipped: readonly SkippedBackup[],
): string {
  const oldest = whole.at(-1)
  if (named) return `${store} n’a pas de sauvegarde ${named} qui soit entière.`
  if (to && oldest) return `${store} n’a aucune sauvegarde d’avant ce moment : la plus ancienne est ${oldest.name}.`
  const halves = skipped.map(({ name, why }) => `\n  ${name} : ${why}`).join('')
  return `${store} n’a aucune sauvegarde entière.${halves}`
}
