import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { CommandRefusal } from '../command-line/command-refusal.ts'
import type { Db } from '../database/database.ts'

const definitions = z.array(
  z.strictObject({
    slug: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lettres minuscules, chiffres et tirets'),
    name: z.string().trim().min(1, 'un texte'),
    city: z.string().trim().min(1, 'un texte'),
    postalCode: z.string().regex(/^\d{5}$/, 'cinq chiffres'),
    openedOn: z.iso.date().nullable().default(null),
  }),
)

/**
 * Makes the shops of this file that are missing, and updates the others. Writes nothing if all are as the file says:
 * even an insert without effect would use up a number of the short key.
 *
 * @throws CommandRefusal if the file is missing or is not a list of shops
 * @returns how many were made or changed
 */
export async function ensureShops(db: Db, file: string): Promise<number> {
  const shops = await readShops(file)
  const wanted = shops.map(({ slug, name, city, postalCode, openedOn }) => {
    return { slug, name, city, postal_code: postalCode, opened_on: openedOn }
  })
  const columns = ['slug', 'name', 'city', 'postal_code', 'opened_on'] as const
  const there = new Map((await db.selectFrom('shops').select(columns).execute()).map(shop => [shop.slug, shop]))
  const differing = wanted.filter(shop => columns.some(column => there.get(shop.slug)?.[column] !== shop[column]))
  if (!differing.length) return 0
  await db
    .insertInto('shops')
    .values(differing)
    .onConflict(conflict =>
      conflict.column('slug').doUpdateSet(({ ref }) => ({
        name: ref('excluded.name'),
        city: ref('excluded.city'),
        postal_code: ref('excluded.postal_code'),
        opened_on: ref('excluded.opened_on'),
      })),
    )
    .execute()
  return differing.length
}

async function readShops(file: string) {
  const content = await readFile(file, 'utf8').catch(error => {
    throw new CommandRefusal(`La liste des boutiques ne peut pas être lue (${file}) : ${error.message}`)
  })
  const parsed = definitions.safeParse(jsonIn(content), { error: z.locales.fr().localeError })
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map(({ path, message }) => `  ${path.join('.') || 'le fichier'} : ${message}`)
  throw new CommandRefusal(`La liste des boutiques est fautive (${file}) :\n${faults.join('\n')}`)
}

/** The parsed text, or undefined, which is no valid list of shops either. */
function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
