import { identityToRecipient } from 'age-encryption'
import type { BackupManifest } from '../../../archive/manifest.ts'
import type { RemoteBackup } from '../../../archive/remote-backups.ts'
import { Failure } from '../../../failure.ts'

/** A backup that is newer than the one that was taken, and why it could not be. */
export type Skipped = { name: string; why: string }

type Sought = {
  /** what the destination is called in manifests */
  store: string
  /** private keys, one of which has to open it */
  identities: readonly string[]
  /** only what shows a moment before this one; null: whatever is newest */
  to: Date | null
  /** the only one that is to be tried; null: the newest that is whole */
  named: string | null
}

/** What is to be tried, the newest first, and what is newer and cannot be. */
export type Chosen = { candidates: BackupManifest[]; newest: BackupManifest; skipped: Skipped[] }

/**
 * The backups that can be tried, the newest first; and the newer ones of which it is seen already that they cannot.
 * @param found what the destination has, the newest first
 * @throws an Error in French when there is none, or when the newest is sealed for other keys: an older one would be a
 * choice that only a person can make
 */
export async function chooseAmong(found: readonly RemoteBackup[], sought: Sought): Promise<Chosen> {
  const { to, named } = sought
  const first = found.findIndex(({ whole }) => whole)
  const skipped = found
    .slice(0, first < 0 ? found.length : first)
    .flatMap((remote): Skipped[] => (remote.whole ? [] : [{ name: remote.name, why: remote.why }]))
  const whole = found.flatMap(remote => (remote.whole ? [remote.manifest] : []))
  const early = to ? whole.filter(({ database }) => new Date(database.snapshotAt) <= to) : whole
  const candidates = named ? early.filter(({ name }) => name === named) : early
  const [newest] = candidates
  if (!newest) throw new Failure('not-there', whyNone(sought, whole, skipped))
  await expectOpens(newest, whole, sought)
  return { candidates, newest, skipped: named ? [] : skipped }
}

async function expectOpens(
  newest: BackupManifest,
  all: readonly BackupManifest[],
  { store, identities }: Sought,
): Promise<void> {
  const own = await Promise.all(identities.map(identity => identityToRecipient(identity)))
  const opens = ({ copies }: BackupManifest) => copies[store]?.recipients.some(recipient => own.includes(recipient))
  if (opens(newest)) return
  const older = all.find(opens)
  const hint = older && `La plus récente qu’elle ouvre est ${older.name} : --backup ${older.name} la prend.`
  const said = `Cette clé privée n’ouvre pas ${newest.name}, qui est chiffrée pour d’autres.`
  throw new Failure('wrong-key', said, { ...(hint && { hint }) })
}

function whyNone({ store, to, named }: Sought, whole: readonly BackupManifest[], skipped: readonly Skipped[]): string {
  const oldest = whole.at(-1)
  if (named) return `${store} n’a pas de sauvegarde ${named} qui soit entière.`
  if (to && oldest) return `${store} n’a aucune sauvegarde d’avant ce moment : la plus ancienne est ${oldest.name}.`
  const halves = skipped.map(({ name, why }) => `\n  ${name} : ${why}`).join('')
  return `${store} n’a aucune sauvegarde entière.${halves}`
}
