import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { type Backup, fileOf } from '../../archive/backups.ts'
import { type BackupManifest, PEPPER } from '../../archive/manifest.ts'
import { unseal } from '../../archive/stores/seal.ts'
import type { Home } from '../../environment/home.ts'
import { Failure } from '../../failure.ts'
import { isThere } from '../../tools/files.ts'
import type { Tools } from '../../tools/tools.ts'

/**
 * Says why a backup does not bring the pepper of its tickets, in French; null if it does. A backup that is older than
 * the piece has it in its configuration.
 * @param identities private keys that open the pepper, none if they were not given
 */
export function pepperFault(
  { name, pieces, without = [] }: Pick<BackupManifest, 'name' | 'pieces' | 'without'>,
  identities: readonly string[],
): string | null {
  if (without.some(({ part }) => part === 'pepper')) return `${name} ne contient pas le poivre des tickets.`
  const isApart = pieces.some(({ kind }) => kind === 'pepper')
  return isApart && !identities.length ? `Le poivre des tickets de ${name} ne s’ouvre que par --pepper-identity.` : null
}

/** Throws why a rebuild must not begin: without its pepper, a server refuses every code that was printed. */
export async function expectPepper(
  manifest: Parameters<typeof pepperFault>[0],
  home: Home,
  identities: readonly string[],
): Promise<void> {
  const fault = pepperFault(manifest, identities)
  if (!fault || (await isThere(home.secret('ticket-pepper')))) return
  throw new Failure('not-there', `${fault} Sans lui, aucun ticket imprimé ne se joue.`, {
    hint: `Apportez sa clé privée (--pepper-identity FICHIER), ou écrivez le poivre gardé ailleurs en ${home.secret('ticket-pepper')}.`,
  })
}

type PepperReturn = { home: Home; identities: readonly string[]; tools: Pick<Tools, 'files'> }

/**
 * Puts the pepper of the tickets back, unless it is there: from the configuration of an older backup, or by hand.
 * @returns whether it is there now
 * @throws a Failure if the keys do not open it
 */
export async function bringPepper(
  backup: Backup,
  { home, identities, tools }: PepperReturn,
  signal: AbortSignal,
): Promise<boolean> {
  const secret = home.secret('ticket-pepper')
  if (await isThere(secret)) return true
  if (pepperFault(backup, identities)) return false
  const sealed = createReadStream(fileOf(home, backup.folder, { name: PEPPER, kind: 'pepper' }))
  const opened = await unseal(sealed, identities).catch((error: Failure) => {
    if (error.code !== 'wrong-key') throw error
    const said = `La clé de --pepper-identity n’ouvre pas le poivre de ${backup.name}, qui est chiffré pour d’autres.`
    throw new Failure('wrong-key', said, {
      hint: `Apportez l’autre clé (--pepper-identity FICHIER), ou écrivez le poivre gardé ailleurs en ${secret}.`,
      cause: error,
    })
  })
  await tools.files.receive(secret, into => pipeline(opened, into, { signal }), 0o440)
  return true
}
