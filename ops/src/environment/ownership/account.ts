import { stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Failure } from '../../failure.ts'
import type { Home } from '../home.ts'

/** What this program writes of an environment, which therefore has one owner. */
function placesOf({ folder, runs, releases, flags, control, rehearsals, lock, backups }: Home): string[] {
  const files = [lock, `${lock}.holder`, join(folder, 'incidents'), join(folder, 'secrets')]
  return [
    folder,
    runs,
    releases,
    flags,
    control,
    rehearsals,
    ...files,
    backups.daily,
    backups.weekly,
    backups.preDeploy,
  ]
}

/**
 * Why this account is not the one of an environment, in French with the way out; null if it is, or if nothing is there yet.
 * Files that two accounts write stop one of them half-way, after a person has agreed.
 */
export async function accountFault(home: Home, account = process.geteuid?.() ?? 0): Promise<string | null> {
  const owner = await ownerOf(home.folder)
  if (owner === null) return null
  if (owner !== account)
    return (
      `${home.folder} appartient au compte ${owner}, et tiptop est lancé par le compte ${account} : ` +
      `sudo --user='#${owner}' tiptop …, ou, si c'est le bon, chown -R ${account} ${home.folder} ${dirname(home.backups.images)}.`
    )
  for (const place of placesOf(home)) {
    const other = await ownerOf(place)
    if (other !== null && other !== owner)
      return `${place} appartient au compte ${other}, et ${home.folder} au compte ${owner} : chown -R ${owner} ${place}.`
  }
  return null
}

/** @throws a Failure before anything is written by an account that is not the one of this environment */
export async function expectAccount(home: Home): Promise<void> {
  const fault = await accountFault(home)
  if (fault) throw new Failure('not-ready', fault, { hint: null })
}

async function ownerOf(path: string): Promise<number | null> {
  return stat(path).then(
    ({ uid }) => uid,
    () => null,
  )
}
